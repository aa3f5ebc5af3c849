"""What every page about figures does alike: reads its address, and answers one that makes no sense with a sentence."""

from functools import wraps

from reporting.pickers import REFUSED, Picked, refused


def about_figures(view):
    """The view gets `picked`, a place within the person's reach and a period; 400 with a sentence otherwise."""

    @wraps(view)
    def wrapper(request, *args, **kwargs):
        try:
            return view(request, Picked.of(request), *args, **kwargs)
        except REFUSED as why:
            return refused(request, why)

    return wrapper
