"""Whether the present session has shown a second factor."""

KEY = "second_factor_of"  # in the session: uid of the user who showed it


def mark(request, user):
    request.session[KEY] = str(user.uid)


def was_shown(request):
    return request.session.get(KEY) == str(request.user.uid)
