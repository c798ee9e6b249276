"""Forms the city published that this program never heard of: their names, and whether they are begun.

Nothing of them is shipped, so all that is known is what the city wrote: the title stands in the
form itself. A form is read here only when a record is opened or something made with it is listed.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from desktop.delivered import Delivered
from desktop.form_shelf import ALL_FORMS, DeliveredFormBrokenError, FormShelf, FormWithdrawnError
from forms import FormError
from store import Store
from sync.change import DocumentKind


@dataclass(frozen=True, slots=True)
class CityForm:
    """A form by the name the city gave it; a withdrawn one is begun no more."""

    form_id: str
    title: str
    is_withdrawn: bool = False


def read_city_forms(store: Store) -> tuple[CityForm, ...]:
    """Give the forms of the city alone, in the order of their names; one that cannot be read is left out."""
    delivered = Delivered(store)
    names = dict.fromkeys(delivered.names(DocumentKind.FORM))
    found = (read_city_form(store, name) for name in names if name not in ALL_FORMS)
    return tuple(one for one in found if one is not None)


def read_city_form(store: Store, form_id: str) -> CityForm | None:
    """Give one form the city published; None for a name it never published, or a form nobody can read."""
    delivered = Delivered(store)
    shelf = FormShelf(delivered, tell=_keep_quiet)  # whoever begins it hears what is wrong with it
    try:
        return CityForm(form_id, shelf.newest(form_id).title)
    except FormWithdrawnError:
        pass
    for version in delivered.versions(DocumentKind.FORM, form_id):
        if delivered.is_withdrawn(DocumentKind.FORM, form_id, version.version):
            try:
                return CityForm(form_id, shelf.pinned(form_id, version.version).title, is_withdrawn=True)
            except FormError:
                continue
    return None


def city_titles(store: Store, form_ids: Sequence[str]) -> dict[str, str]:
    """Give the city's titles of those of these forms that the program does not know."""
    unknown = [one for one in dict.fromkeys(form_ids) if one and one not in ALL_FORMS]
    found = (read_city_form(store, one) for one in unknown)
    return {one.form_id: one.title for one in found if one is not None}


def _keep_quiet(_error: DeliveredFormBrokenError) -> None:
    return
