"""What colleagues are proud of, as they would say it over lunch; sentences by team, and some that fit anybody.

`{place}` is another one each time, so that many can be proud of the same kind of thing.
"""

from collections import Counter
from random import Random

_BY_TEAM = {
    "Engineering": (
        "They cut the nightly build from forty minutes to nine, without buying a single machine.",
        "They moved the whole billing database to {place} on a Sunday and not one customer noticed.",
        "They closed the last of the 212 accessibility bugs, and screen reader users wrote to say thanks.",
        "They found the memory leak that everybody in {place} had restarted around for two years.",
        "They wrote the on-call handbook with {place} so well that the last three incidents took under ten minutes.",
        "They taught four apprentices from {place} to ship to production in their first month.",
        "They halved the cloud bill by deleting things nobody had looked at since 2019.",
        "They made the search forgiving, so that 'Szymanski' finds Szymański now.",
        "They have shipped to {place} for eleven weeks without one failed deployment, which is a house record.",
    ),
    "Design": (
        "They tested the new sign-up in {place} with twelve people over seventy, and all twelve got through alone.",
        "They threw away half of the icons, and the support questions about them stopped.",
        "They drew the whole onboarding on paper with customers in {place} before anybody opened a laptop.",
        "They made a dark theme that people with migraine can really work in.",
        "They got the design system down to thirty parts that everybody now uses.",
        "They sat a full week in the warehouse in {place} to learn how the scanners are truly held.",
        "They won the prize of {place} for the museum app, as a team of four.",
        "They rewrote every error message so that it says what to do next.",
    ),
    "Sales": (
        "They won back the clinics of {place} after two years, by listening for a whole afternoon.",
        "They told a customer in {place} honestly that the smaller plan was enough, and got two new ones by her word.",
        "They closed the rail contract of {place} after fourteen months of patience.",
        "They built a price sheet that fits on one page and that customers understand.",
        "They signed the first three schools in {place}.",
        "They brought their whole pipeline up to date in one day, with pizza and no shouting.",
        "They walked away from a deal that would have hurt support, and the board thanked them for it.",
        "They answered the public tender of {place}, all 160 questions, in four days and came first.",
    ),
    "Finance": (
        "They closed the quarter in three days, which used to take nine.",
        "They pay small suppliers in {place} within a week now, and the florist sent flowers.",
        "They found 80,000 a year in licences nobody in {place} used.",
        "They explained the budget in a comic strip, and for the first time everybody read it.",
        "They passed the audit in {place} with not one remark.",
        "They moved travel expenses to the phone, so that nobody glues receipts any more.",
        "They got the research grant on the first application.",
        "They taught a lunch class in {place} on reading a balance sheet, and forty people came.",
    ),
    "People": (
        "They filled the hardest role in {place} by asking former colleagues to come back.",
        "They welcomed nine people in {place} back from parental leave, and all nine stayed.",
        "They made the first day so good that new colleagues cook for the team in week two.",
        "They wrote the pay bands down and put them where all can see them.",
        "They helped a colleague through a long illness, and he is back three days a week.",
        "They got the bicycle scheme going in {place}.",
        "They answered every single comment of the staff survey by name of team.",
        "They started the mentor circle in {place}, and thirty pairs are still meeting.",
    ),
    "Support": (
        "They answered the 10,000th question this year, and the customer from {place} sent a cake.",
        "They got the first answer under four minutes while two of them were on holiday.",
        "They wrote a guide that made a third of the printer questions disappear.",
        "They stayed on the line for five hours with a hospital in {place} until everything ran again.",
        "They learnt enough of the language to greet customers in {place} properly.",
        "They made their angriest customer of last year, in {place}, the one who speaks at our conference.",
        "They spotted the fault in {place} before any monitor did.",
        "They emptied the backlog for the first time since it was counted.",
    ),
    "Marketing": (
        "They filled the town hall of {place} with 300 customers, and each went home with a name to call.",
        "They made a film with real customers from {place} and no actors, and it won an audience award.",
        "They rewrote the home page in plain words, and twice as many people get in touch.",
        "They got the paper of {place} to write about the apprentices instead of the product.",
        "They ran the open house in {place} with neighbours as guides.",
        "They translated the newsletter into five languages with colleagues from five teams.",
        "They halved the number of mails we send, and more people read them.",
        "They brought the podcast to its hundredth episode.",
    ),
    "Legal": (
        "They got the standard contract down from 31 pages to six.",
        "They answer every contract question within two days now, with a name under it.",
        "They won the domain name case in {place} without going to court.",
        "They wrote the privacy notice so that their own parents understood it.",
        "They settled the supplier dispute in {place} over coffee, and both sides stayed partners.",
        "They trained 200 people in {place} on data protection with a quiz that people asked to repeat.",
        "They got the permit for the new site in {place} three months early.",
        "They cleared the licences of every library we ship, all 1,400 of them.",
    ),
}
_ANYBODY = (
    "They finished the handover to the new colleagues so well that nobody called during the holidays.",
    "They fixed a thing between two teams that had been nobody's job for years.",
    "They ran the bake sale in {place} and paid for a whole school trip.",
    "They organised the office move to {place} on one weekend, plants included.",
    "They finally wrote down what only one person knew, and she could go on a real holiday.",
    "They helped three teams in {place} in the busiest week of the year, and still met their own date.",
)
SENTENCES: dict[str, tuple[str, ...]] = {team: (*own, *_ANYBODY) for team, own in _BY_TEAM.items()}
PLACES = (
    "Lisbon", "Gdańsk", "Leeds", "Porto", "Graz", "Boston", "Turin", "Aarhus", "Cardiff", "Leipzig", "Utrecht", "Kraków", "Galway", "Bilbao",
    "Malmö", "Toronto", "Nantes", "Brno", "Zagreb", "Tampere", "Bergen", "Bristol", "Dresden", "Ghent", "Seville", "Vilnius",
    "Aveiro", "Basel", "Belfast", "Bologna", "Bremen", "Cork", "Delft", "Denver", "Dundee", "Freiburg", "Genoa", "Gothenburg", "Granada",
    "Halifax", "Innsbruck", "Kaunas", "Košice", "Lille", "Ljubljana", "Lublin", "Lyon", "Maribor", "Münster", "Odense", "Oulu", "Palermo",
    "Portland", "Riga", "Rostock", "Salzburg", "Split", "Stavanger", "Szeged", "Tallinn", "Tartu", "Trieste", "Uppsala", "Wrocław", "York",
)  # fmt: skip


class SuccessesTold:
    """Remembers what was told, so that nothing is told twice word for word, and no story again before its team's others."""

    def __init__(self) -> None:
        self._times: Counter[str] = Counter()
        self._told: set[str] = set()

    def next_for(self, team: str, chance: Random) -> str:
        """A new sentence about somebody of `team`; only when all is told does an old one come again."""
        own = _BY_TEAM.get(team, ())
        sentences = list(SENTENCES.get(team, _ANYBODY))
        chance.shuffle(sentences)
        sentences.sort(key=lambda sentence: (self._times[sentence], sentence not in own))
        for sentence in sentences:
            for place in chance.sample(PLACES, len(PLACES)):
                told = sentence.format(place=place)
                if told not in self._told:
                    self._times[sentence] += 1
                    self._told.add(told)
                    return told
        return sentences[0].format(place=chance.choice(PLACES))
