"""The label of a request: its lines, and what is missing for one."""

from ngoapp.mailings.lines import address_lines
from ngoapp.organisation.queries import our_organisation
from ngoapp.packets.models import PacketRequest
from ngoapp.people.addresses import PostalAddress, problems, tidy


def label_lines(request: PacketRequest) -> list[str]:
    """The request's lines as they stand on a label. Raises UnknownCountry."""
    return address_lines(_address(request), style="upper", sender_country=our_organisation().country_code)


def missing_for_label(request: PacketRequest) -> str:
    """What has to be filled in before the label can be printed; empty where nothing is missing."""
    return " ".join(problem.sentence for problem in problems(tidy(_address(request))) if problem.blocking)


def _address(request: PacketRequest) -> PostalAddress:
    return PostalAddress(name=request.name, **request.address_parts())
