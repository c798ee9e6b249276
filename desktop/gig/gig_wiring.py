"""Who hears what at the counter: every press of the view, and the one method it is for."""

from desktop.gig.gig_presenter import GigPresenter
from desktop.gig.gig_view import GigView


def connect_view(view: GigView, presenter: GigPresenter) -> None:
    """Let a presenter hear its view."""
    serving = presenter.serving
    view.idle.typed.connect(presenter.arrive)
    view.side.called.connect(presenter.call)
    view.sheet.trade_ticked.connect(serving.sheet.tick_trade)
    view.sheet.time_ticked.connect(serving.sheet.tick_time)
    view.sheet.edited.connect(serving.sheet.edit)
    view.sheet.field_left.connect(serving.leave_field)
    view.sheet.finished.connect(serving.go_on)
    view.ask.answered.connect(lambda text, is_whole: serving.answer_ask(text, is_whole=is_whole))
    view.ask.chosen.connect(presenter.choose)
    view.ask.onward.connect(serving.go_on)
    view.ask.note_written.connect(serving.write_note)
    view.ask.confirmed.connect(serving.confirm_remark)
    view.ask.mend_chosen.connect(serving.mend)
    view.back_chosen.connect(serving.go_back)
    view.finish_chosen.connect(serving.finish)
    view.enter_pressed.connect(serving.finish_with_enter)
    view.other_chosen.connect(presenter.other_person)
