"""Addresses of the pages about kits and the shelf, for the table of all pages."""

PLAIN = (
    "/staff/packets/kits/",
    "/staff/packets/kits/items/new",
    "/staff/packets/kits/new",
    "/staff/packets/recalls/",
)
OF_AN_EDITION = (
    "/staff/packets/editions/<int:edition_id>/review",
    "/staff/packets/editions/<int:edition_id>/override",
    "/staff/packets/recalls/new/<int:edition_id>",
    "/staff/packets/stock/<int:edition_id>",
    "/staff/packets/stock/<int:edition_id>/count",
    "/staff/packets/stock/<int:edition_id>/lot",
    "/staff/packets/stock/<int:edition_id>/reorder",
)
