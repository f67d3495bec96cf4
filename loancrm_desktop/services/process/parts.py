"""The pieces of work of a parallel node: finished one by one, joined when enough are done."""

from __future__ import annotations

from loancrm_desktop.errors import Invalid, Refused
from loancrm_desktop.models.deals import Deal
from loancrm_desktop.services.office import Work
from loancrm_desktop.services.process import gates, standing, stepping
from loancrm_desktop.services.process.definition import Track
from loancrm_desktop.services.process.standing import Standing
from loancrm_desktop.services.process.stepping import Arrival
from loancrm_desktop.texts import say


def finish(work: Work, deal: Deal, now: Standing, part: str) -> bool:
    """Finish a piece of work and open the next of its branch; answers whether all is joined.

    Raises:
        Invalid: no such piece is open.
        Refused: fields it asks for are empty.
    """
    open_parts = standing.open_tracks(work, deal.id)
    stay = next((each for each in open_parts if each.track == part), None)
    found = _place(now, part)
    if stay is None or found is None or now.visit is None:
        raise Invalid(say("There is no open part {part} of this deal.", part=part))
    track, index = found
    missing = gates.missing_fields(work, deal, track.steps[index].required)
    if missing:
        raise Refused(
            say(
                "To finish {part}, first fill in: {fields}.",
                part=gates.track_names(now.design, now.node.key)[part],
                fields=gates.joined(need.label for need in missing),
            ),
            needs=missing,
        )
    how = Arrival("advance", work.now, work.actor.user_id)
    stepping.close(stay, how, result="done")
    rest = [each.track or "" for each in open_parts if each is not stay]
    if index + 1 < len(track.steps):
        following = stepping.enter_track(work, deal, now.visit, (track, index + 1), how)
        rest.append(following.track or "")
    return gates.tracks_joined(now, rest)


def _place(now: Standing, part: str) -> tuple[Track, int] | None:
    for track in now.node.tracks:
        for index, step in enumerate(track.steps):
            if f"{track.key}/{step.key}" == part:
                return track, index
    return None
