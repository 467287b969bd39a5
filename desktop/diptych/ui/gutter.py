"""The gutter between two panes: ribbons that tie the two sides of each finding in view."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from diptych.model.comparison import Relation, Side
from diptych.ui.language import _
from diptych.ui.prose import SIZE, SMALL, tip
from diptych.ui.theme import fill, interface_font
from diptych.ui.wording import Labels, glyph

if TYPE_CHECKING:
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QMouseEvent, QPaintEvent, QResizeEvent, QWheelEvent

    from diptych.model.comparison import Passage
    from diptych.ui.following import Following
    from diptych.ui.reading_view import ReadingView
    from diptych.ui.rows import Row
    from diptych.ui.theme import Theme

WIDTH = 86
_RADIUS = 10.0
_TAB = 20.0
# Where on a ribbon its badge may be, as shares of the way from left to right, the best first.
_SHARES = (0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8)
# Where it may be beside words, as shares of their height.
_HEIGHTS = (0.5, 0.25, 0.75)
_FAINT = 0.45
_WHEEL_STEP = 120  # eighths of a degree in one notch of a wheel


class Gutter(QWidget):
    """Draws ribbons for the findings in view; a click chooses one, the wheel steps through all.

    Signals:
        touched: the reader does something here; comes before the others.
        chosen: the id of a finding that was clicked.
        stepped: +1 or -1, for each notch of the wheel.
        hovered: the id of the finding whose ribbon the pointer comes upon, or "".
    """

    touched = Signal()
    chosen = Signal(str)
    stepped = Signal(int)
    hovered = Signal(str)

    def __init__(
        self, left: ReadingView, right: ReadingView, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._views = {Side.LEFT: left, Side.RIGHT: right}
        self._theme: Theme | None = None
        self._rows: list[Row] = []
        self._places: dict[str, int] = {}  # in the rows, by finding
        self._order: dict[Side, list[tuple[int, int]]] = {Side.LEFT: [], Side.RIGHT: []}
        self._selected = ""
        self._hovered = ""
        self._silent = False
        self._faint = False
        self.head: QWidget | None = None
        self._following: Following | None = None
        self._drawn: list[tuple[str, QPainterPath, QPointF]] = []
        self._aside: dict[str, int] = {}  # on which of its places each badge is
        self._turned = 0
        self._width = WIDTH
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.show_compared(Labels("", ""), "")

    def show_compared(self, titles: Labels, mode: str) -> None:
        """Tell assistive technology what is compared.

        Args:
            titles: of the two documents, "" where there are none.
            mode: what of them, in a word.
        """
        words = _("Ribbons between the two texts")
        if titles.left:
            words = _("Ribbons between {left} and {right}, {mode}")
            words = words.format(left=titles.left, right=titles.right, mode=mode)
        if words != self.accessibleName():
            self.setAccessibleName(words)

    def listen_to(self, view: ReadingView) -> None:
        """Follow a view that may be set."""
        view.scrolled.connect(self._draw_anew)
        view.laid_out.connect(self._draw_anew)

    def _draw_anew(self) -> None:
        """Draw all below the head anew."""
        top = self.head.height() if self.head is not None and self.head.isVisible() else 0
        self.update(0, top, self.width(), self.height() - top)

    def set_following(self, following: Following) -> None:
        """Say how the two texts follow each other, and draw where the reader tied them."""
        self._following = following
        following.silent_changed.connect(self.set_silent)
        following.apart_changed.connect(self.update)
        following.points_changed.connect(self.update)

    def set_view(self, side: Side, view: ReadingView) -> None:
        """Tie this view of a side from now on."""
        self._views[side] = view
        self.update()

    def sizeHint(self) -> QSize:
        """Return the gutter's width."""
        return QSize(self._width, 100)

    def set_width(self, width: int) -> None:
        """Be narrower than usual, or as wide, in pixels."""
        if width != self._width:
            self._width = width
            self.updateGeometry()

    def set_theme(self, theme: Theme) -> None:
        """Take colours from a theme."""
        self._theme = theme
        self.update()

    def set_rows(self, rows: list[Row]) -> None:
        """Show these findings, in the order of the list."""
        before, self._rows = self._rows, rows
        if not _stand_alike(before, rows):
            self._places = {row.finding.id: at for at, row in enumerate(rows)}
            for side in Side:
                self._order[side] = sorted(
                    (passages[0].block, index)
                    for index, row in enumerate(rows)
                    if (passages := row.finding.passages(side))
                )
        self.update()

    def set_selected(self, finding: str) -> None:
        """Draw one finding above the others."""
        self._selected = finding
        self.update()

    def set_hovered(self, finding: str) -> None:
        """Light up a ribbon, because the pointer is on it or on one of its ends."""
        if finding != self._hovered:
            self._hovered = finding
            self.update()

    def set_faint(self, faint: bool) -> None:
        """Draw everything fainter: another gutter is the chosen one."""
        self._faint = faint
        self.update()

    def set_head(self, head: QWidget) -> None:
        """Lay something over the upper end, as high as the heads of the panes."""
        self.head = head
        head.setParent(self)
        self._place_head()

    def _place_head(self) -> None:
        if self.head is not None:
            self.head.setGeometry(0, 0, self.width(), self.head.sizeHint().height())

    def resizeEvent(self, _event: QResizeEvent) -> None:
        """Keep the head at the upper end."""
        self._place_head()

    def set_silent(self, silent: bool) -> None:
        """Say, or stop saying, that the other text has no counterpart here."""
        if silent != self._silent:
            self._silent = silent
            self.update()

    def _in_view(self) -> list[int]:
        found: set[int] = set()
        for side, view in self._views.items():
            order = self._order[side]
            # A passage may begin above the first block in view and still reach into it.
            at = bisect_left(order, (max(0, view.place().block - 1), -1))
            for _block, index in order[at:]:
                top, bottom = self._extent(side, self._rows[index].finding.passages(side))
                if top > view.viewport().height():
                    break
                if bottom >= 0:
                    found.add(index)
        if self._selected in self._places:
            found.add(self._places[self._selected])
        return sorted(found, key=lambda index: self._rows[index].finding.id == self._selected)

    def _extent(self, side: Side, passages: tuple[Passage, ...]) -> tuple[float, float]:
        view, shift = self._views[side], self._top(side)
        extents = [view.extent(each.block, each.start, each.end) for each in passages]
        return min(top for top, _b in extents) + shift, max(low for _t, low in extents) + shift

    def _top(self, side: Side) -> int:
        """Return how far below the gutter's upper edge that of a text is, in pixels."""
        paper = self._views[side].viewport()
        top = paper.mapTo(self.window(), paper.rect().topLeft()).y()
        return top - self.mapTo(self.window(), self.rect().topLeft()).y()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ribbons, the selected one last."""
        if self._theme is None:
            return
        painter = QPainter(self)
        fill(painter, event.rect(), self._theme.colour("gutter"))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(interface_font(SIZE, bold=True))
        painter.setOpacity(_FAINT if self._faint else 1.0)
        rows = [self._rows[index] for index in self._in_view()]
        shapes = [self._shape(row) for row in rows]
        centres = self._apart(
            [(row.finding.id, at) for row, (_path, at) in zip(rows, shapes, strict=True)]
        )
        self._drawn = [
            (row.finding.id, path, centre)
            for row, (path, _at), centre in zip(rows, shapes, centres, strict=True)
        ]
        for row, (_id, path, _centre) in zip(rows, self._drawn, strict=True):
            self._draw_ribbon(painter, self._theme, row, path)
        # No ribbon lies on a badge.
        for row, (_id, _path, centre) in zip(rows, self._drawn, strict=True):
            self._draw_badge(painter, self._theme, row, centre)
        self._draw_following(painter)
        painter.end()

    def _apart(self, wanted: list[tuple[str, list[QPointF]]]) -> list[QPointF]:
        """Return where badges are drawn: in view, and none on another where that can be helped.

        One that was moved aside stays there, so that badges do not dance while a text is scrolled.

        Args:
            wanted: by finding where its badge may be, the best place first; the last finding, which
                is the selected one, goes first.
        """
        low = min(self._top(side) for side in Side) + _RADIUS
        high = self.height() - _RADIUS
        taken: list[QPointF] = []
        aside: dict[str, int] = {}
        for finding, places in reversed(wanted):
            kept = min(self._aside.get(finding, 0), len(places) - 1)
            seen = [at for at in (kept, *range(len(places))) if low <= places[at].y() <= high]
            free = (at for at in seen if not _is_covered(places[at], taken))
            aside[finding] = next(free, seen[0] if seen else 0)
            taken.append(places[aside[finding]])
        self._aside = aside
        return taken[::-1]

    def _line(self, theme: Theme, row: Row) -> tuple[QColor, bool]:
        """Return the colour of a row's lines, and whether it is lit."""
        colour = QColor(theme.relation(row.relation or Relation.PARTIAL))
        if row.is_unsure and not row.finding.relation.is_one_sided:
            colour.setAlphaF(0.55)
        return colour, row.finding.id in (self._selected, self._hovered)

    def _draw_ribbon(self, painter: QPainter, theme: Theme, row: Row, path: QPainterPath) -> None:
        if path.isEmpty():
            return
        colour, lit = self._line(theme, row)
        ground = QColor(colour)
        ground.setAlphaF(0.42 if lit else 0.24)
        painter.setPen(QPen(colour, 2.0 if lit else 1.0))
        painter.setBrush(ground)
        painter.drawPath(path)

    def _draw_badge(self, painter: QPainter, theme: Theme, row: Row, centre: QPointF) -> None:
        colour, lit = self._line(theme, row)
        painter.setPen(QPen(colour, 2.0 if lit else 1.4))
        painter.setBrush(theme.colour("paper"))
        painter.drawEllipse(centre, _RADIUS, _RADIUS)
        painter.setPen(theme.relation(row.relation or Relation.PARTIAL))
        box = QRectF(centre.x() - _RADIUS, centre.y() - _RADIUS, 2 * _RADIUS, 2 * _RADIUS)
        sign = "?" if row.is_unsure else glyph(row.relation)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, sign)

    def _shape(self, row: Row) -> tuple[QPainterPath, list[QPointF]]:
        """Return the ribbon between both sides, or a stub on one, and where its badge may be."""
        width = float(self.width())
        ends = {
            side: self._extent(side, passages)
            for side in Side
            if (passages := row.finding.passages(side))
        }
        path = QPainterPath()
        if len(ends) == 1:
            ((side, (top, bottom)),) = ends.items()
            return path, [self._beside(side, top, bottom, share) for share in _HEIGHTS]
        for side, (top, bottom) in ends.items():
            if bottom < -self.height() or top > 2 * self.height():
                return self._tab(side.other, *ends[side.other])
        (left_top, left_low), (right_top, right_low) = ends[Side.LEFT], ends[Side.RIGHT]
        half = width / 2
        path.moveTo(0, left_top)
        path.cubicTo(half, left_top, half, right_top, width, right_top)
        path.lineTo(width, right_low)
        path.cubicTo(half, right_low, half, left_low, 0, left_low)
        path.closeSubpath()
        left, right = (left_top + left_low) / 2, (right_top + right_low) / 2
        places = []
        for share in _SHARES:
            near = (1 - share) ** 2 * (1 + 2 * share)  # of the curve in the middle of the ribbon
            x = 3 * half * share * (1 - share) + width * share**3
            places.append(QPointF(x, near * left + (1 - near) * right))
        places += [self._beside(side, *end) for side, end in ends.items()]
        return path, places

    def _beside(self, side: Side, top: float, bottom: float, share: float = 0.5) -> QPointF:
        """Return the place for a badge beside words, at a share of what is in view of them."""
        high, low = max(top, float(self._top(side))), min(bottom, float(self.height()))
        if high >= low:
            high, low = top, bottom
        inset = _RADIUS + 4
        x = inset if side is Side.LEFT else self.width() - inset
        return QPointF(x, high + share * (low - high))

    def _tab(self, side: Side, top: float, bottom: float) -> tuple[QPainterPath, list[QPointF]]:
        """Return what stands for a ribbon whose other end is far away, and its badge's place."""
        middle = self._beside(side, top, bottom).y()
        edge, depth = (0.0, _TAB) if side is Side.LEFT else (float(self.width()), -_TAB)
        path = QPainterPath(QPointF(edge, top))
        path.lineTo(edge + depth, middle)
        path.lineTo(edge, bottom)
        path.closeSubpath()
        others = (self._beside(side, top, bottom, share) for share in _HEIGHTS[1:])
        return path, [QPointF(edge + depth, middle), *others]

    def _draw_following(self, painter: QPainter) -> None:
        """Draw where the reader tied the texts, and say why the other one does not follow."""
        following = self._following
        if self._theme is None or following is None:
            return
        painter.setPen(QPen(self._theme.colour("focus"), 1.4, Qt.PenStyle.DashLine))
        top = self._top(Side.LEFT)
        for point in following.points:
            left, right = following.heights(point)
            painter.drawLine(QPointF(0, left + top), QPointF(self.width(), right + top))
        if words := self.words():
            self._say(painter, self._theme, words)

    def words(self) -> str:
        """Return why the other text does not follow, as it stands at the foot; "" if it does."""
        if self._following is not None and self._following.is_apart:
            return _("moved apart")
        if self._silent and self._following is not None and self._following.is_elsewhere:
            return _("counterpart elsewhere")
        # Where nothing was found, or nothing is compared, that goes without saying.
        return _("no counterpart here") if self._silent and self._rows else ""

    def _say(self, painter: QPainter, theme: Theme, words: str) -> None:
        font = interface_font(SMALL)
        box = QRectF(2, self.height() - 52, self.width() - 4, 48)
        painter.setFont(font)
        longest = max(map(painter.fontMetrics().horizontalAdvance, words.split()))
        if longest > box.width():  # among four texts there is little room
            font.setPointSizeF(font.pointSizeF() * (box.width() - 1) / longest)
            painter.setFont(font)
        flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom
        how = int(flags) | int(Qt.TextFlag.TextWordWrap)
        # No ribbon runs through the words.
        fill(painter, painter.boundingRect(box, how, words), theme.colour("gutter"))
        painter.setPen(theme.colour("dim"))
        painter.drawText(box, how, words)

    def _at(self, point: QPointF) -> str:
        """Return the finding under a point: the nearest badge first, then the topmost ribbon."""
        for finding, _path, centre in reversed(self._drawn):
            offset = point - centre
            if offset.x() ** 2 + offset.y() ** 2 <= _RADIUS**2:
                return finding
        for finding, path, _centre in reversed(self._drawn):
            if path.contains(point):
                return finding
        return ""

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the finding under the pointer."""
        finding = self._at(event.position())
        self.touched.emit()
        if finding:
            self.chosen.emit(finding)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Light up the ribbon under the pointer and say what it is."""
        finding = self._at(event.position())
        self._hover(finding)
        self.setCursor(Qt.CursorShape.PointingHandCursor if finding else Qt.CursorShape.ArrowCursor)
        row = next((row for row in self._rows if row.finding.id == finding), None)
        QToolTip.showText(event.globalPosition().toPoint(), tip(row.label) if row else "", self)

    def leaveEvent(self, _event: QEvent) -> None:
        """Let go of the ribbon."""
        self._hover("")

    def _hover(self, finding: str) -> None:
        if finding != self._hovered:
            self.set_hovered(finding)
            self.hovered.emit(finding)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Step through the findings, one for each notch."""
        self._turned += event.angleDelta().y()
        self.touched.emit()
        while abs(self._turned) >= _WHEEL_STEP:
            step = -1 if self._turned > 0 else 1
            self._turned += step * _WHEEL_STEP
            self.stepped.emit(step)
        event.accept()


def _is_covered(place: QPointF, taken: list[QPointF]) -> bool:
    """Whether a badge at a place would lie on another one."""
    x, y, least = place.x(), place.y(), (2 * _RADIUS) ** 2
    return any((x - at.x()) ** 2 + (y - at.y()) ** 2 < least for at in taken)


def _stand_alike(before: list[Row], rows: list[Row]) -> bool:
    """Whether rows are about the same words in the same order: only what is said is other."""
    return len(before) == len(rows) and all(
        old.finding.id == new.finding.id
        and old.finding.left is new.finding.left
        and old.finding.right is new.finding.right
        for old, new in zip(before, rows, strict=True)
    )
