"""Products: what prices are for."""

from stripe.params import ProductCreateParams, ProductListParams, ProductRetrieveParams, ProductUpdateParams

from ngoapp.sandbox.params.rules import at_most, metadata_of, only_supported
from ngoapp.sandbox.resources.route import Route
from ngoapp.sandbox.state.events import emit
from ngoapp.sandbox.state.ids import new_id
from ngoapp.sandbox.state.objects import Json, get, page, save
from ngoapp.sandbox.state.world import Change

KIND = "product"
KEPT = ("active", "description", "images", "name", "shippable", "statement_descriptor", "unit_label", "url")
SUPPORTED = frozenset({*KEPT, "metadata", "expand"})
NAME_LONGEST = 250
BLANK: Json = {
    "active": True,
    "default_price": None,
    "description": None,
    "images": [],
    "livemode": False,
    "marketing_features": [],
    "package_dimensions": None,
    "shippable": None,
    "statement_descriptor": None,
    "tax_code": None,
    "type": "service",
    "unit_label": None,
    "url": None,
}


def make_product(change: Change, name: str, **facts: object) -> Json:
    """Keep a product; those that come inline with a price are not offered again."""
    product = {
        **BLANK,
        "id": new_id("prod", 14),
        "object": KIND,
        "created": change.now,
        "metadata": {},
        "name": name,
        "updated": change.now,
        **facts,
    }
    return save(change.db, product)


def create(change: Change, params: Json) -> Json:
    """POST /v1/products"""
    only_supported(params, SUPPORTED)
    at_most(params["name"], NAME_LONGEST, "name")
    facts = {name: params[name] for name in KEPT if name in params}
    product = make_product(change, **facts, metadata=metadata_of(params))
    emit(change, "product.created", product)
    return product


def update(change: Change, params: Json, id: str) -> Json:
    """POST /v1/products/:id"""
    only_supported(params, SUPPORTED)
    product = get(change.db, id, KIND)
    product |= {name: params[name] or None for name in KEPT if name in params and name != "active"}
    product |= {"active": params.get("active", product["active"]), "updated": change.now}
    product["metadata"] = {**product["metadata"], **metadata_of(params)}
    emit(change, "product.updated", save(change.db, product))
    return product


def retrieve(change: Change, _params: Json, id: str) -> Json:
    """GET /v1/products/:id"""
    return get(change.db, id, KIND)


def index(change: Change, params: Json) -> Json:
    """GET /v1/products"""
    return page(change.db, KIND, params, url="/v1/products", equal={"active": params.get("active")})


ROUTES = (
    Route("POST", "/products", ProductCreateParams, create),
    Route("GET", "/products", ProductListParams, index),
    Route("GET", "/products/<id>", ProductRetrieveParams, retrieve),
    Route("POST", "/products/<id>", ProductUpdateParams, update),
)
