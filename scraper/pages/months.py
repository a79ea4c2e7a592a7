"""Months by the names that other languages give them, whole or cut short."""

from __future__ import annotations

_NAMES = (
    "januar januari janvier janv enero ene gennaio gen janeiro jän jänner stycznia styczeń ledna января"
    " январь ocak leden sausio januára ianuarie tammikuuta ιανουαρίου січня",
    "februar februari février févr fevrier febrero feb febbraio febr fevereiro fev lutego luty února"
    " февраля февраль şubat februarie helmikuuta φεβρουαρίου лютого",
    "märz maerz mrz maart mars marzo março marco marca marzec března марта март mart martie maaliskuuta"
    " μαρτίου березня",
    "april avril abril abr aprile kwietnia kwiecień dubna апреля апрель nisan aprilie huhtikuuta απριλίου квітня",
    "mai mei mayo maggio mag maio maja maj května мая май mayıs toukokuuta μαΐου травня",
    "juni juin junio giugno giu junho czerwca czerwiec června июня июнь haziran iunie kesäkuuta ιουνίου червня",
    "juli juillet juil julio luglio lug julho lipca lipiec července июля июль temmuz iulie heinäkuuta ιουλίου липня",
    "august augustus août aout agosto ago sierpnia sierpień srpna августа август ağustos elokuuta αυγούστου серпня",
    "september septembre septiembre settembre setembro set września wrzesień září сентября сентябрь eylül"
    " septembrie syyskuuta σεπτεμβρίου вересня",
    "oktober octobre octubre ottobre ott outubro out października październik října октября октябрь ekim"
    " octombrie okt lokakuuta οκτωβρίου жовтня",
    "november novembre noviembre novembro listopada listopad listopadu ноября ноябрь kasım noiembrie"
    " marraskuuta νοεμβρίου листопада",
    "dezember december décembre decembre diciembre dicembre dic dezembro dez grudnia grudzień prosince"
    " декабря декабрь aralık decembrie desember joulukuuta δεκεμβρίου грудня",
)
NUMBERS = {name: number for number, names in enumerate(_NAMES, 1) for name in names.split()}
