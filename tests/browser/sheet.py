"""What the tests do with a journal page or a week grid."""

from playwright.sync_api import Locator, Page, expect

from app.people.models import Pupil
from app.timetable.models import Lesson

_PRESS = """([code, key]) => {
  const event = { code, key, bubbles: true, cancelable: true };
  if (document.activeElement.dispatchEvent(new KeyboardEvent("keydown", event)))
    throw new Error(`nobody took ${code}`);
}"""
_PASTE = """text => {
  const clipboardData = new DataTransfer();
  clipboardData.setData("text/plain", text);
  const event = new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true });
  document.activeElement.dispatchEvent(event);
}"""


class Sheet:
    """An open grid."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def cell(self, pupil: Pupil, lesson: Lesson) -> Locator:
        """The cell of a pupil in a lesson."""
        return self.page.locator(f"tr[data-pupil='{pupil.id}'] td[data-lesson='{lesson.id}']")

    def header(self, lesson: Lesson) -> Locator:
        """The heading of a lesson's column."""
        return self.page.locator(f"th[data-lesson='{lesson.id}']")

    def card(self, lesson: Lesson) -> Locator:
        """Topic, homework and kind of work of a lesson."""
        return self.page.locator(f".lesson-card[data-lesson='{lesson.id}']")

    def type(self, *keys: str) -> None:
        """Press keys one after the other."""
        for key in keys:
            self.page.keyboard.press(key)

    def press_physical(self, *keys: tuple[str, str]) -> None:
        """Press keys by place and by what the layout makes of them: ("KeyY", "н")."""
        for key in keys:
            self.page.evaluate(_PRESS, list(key))

    def paste(self, text: str) -> None:
        """Paste what a spreadsheet copied."""
        self.page.evaluate(_PASTE, text)

    def texts(self, lesson: Lesson, *pupils: Pupil) -> list[str]:
        """What stands in the cells of a lesson."""
        return [self.cell(pupil, lesson).inner_text() for pupil in pupils]

    def stored(self, lesson: Lesson, *pupils: Pupil) -> list[str]:
        """What stands there after the page was opened anew."""
        self.all_saved()
        self.page.reload()
        return self.texts(lesson, *pupils)

    def says(self, text: str) -> None:
        """Wait until the sign says this."""
        expect(self.page.locator("#sign")).to_have_text(text)

    def all_saved(self) -> None:
        """Wait until everything is saved."""
        self.says("Всё сохранено")
