"""The words that speak for a position or a relation: data, one row a kind and language.

`positions` and `relate` say what follows from them. A cue is one or more lower-case words without
accents; a trailing "*" stands for any ending.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from diptych.compare.terms import fold, stem

if TYPE_CHECKING:
    from diptych.compare.segment import Sentence

# By language and kind, cues separated by commas. "good" and "bad" judge, "more" and "less" say
# where a thing goes, "claim" is how one insists; "toward" and "away" govern a target as support and
# opposition do, "benefit" and "harm" say what comes of it (`stances`); the others are those of
# `model.comparison.Cue`. A word with "*" has at least three letters before it.
CUES: dict[str, dict[str, str]] = {
    "en": {
        "negation": """
            not, no, never, none, neither, nor, nothing, nobody, cannot, without, hardly, can't,
            don't, doesn't, didn't, won't, isn't, aren't, wasn't, weren't, wouldn't, shouldn't,
            couldn't, haven't, hasn't, hadn't, needn't, fail* to, lack*, absence of, unable,
            rather than
        """,
        "modality": """
            must, should, ought to, need to, needs to, need, needs, needed, have to, has to, had
            to, shall, cannot, is to, are to, let us, let's, it is time, required, require*,
            necessary, it is up to, owe, obligation, duty, responsib*, imperative, essential,
            vital, crucial
        """,
        "commitment": """
            we will, i will, we shall, i shall, will continue, commit*, pledge*, promise*, vow*,
            determined to, intend*, we are going to, i propose, we propose, propose*,
            recommend*, i ask, we ask, i urge, i am asking, i request, call on, calls on, called
            on, call upon, call for, calls for, urge*, ask that, i am sending, resolve*, my
            budget, my administration, our goal, our aim, plan to, seek to, strive
        """,
        "support": """
            support*, welcome*, endors*, applaud*, favor*, favour*, encourag*, advanc*, promot*,
            strengthen*, protect*, defend*, ensur*, uphold*, back, backs, backed, backing,
            praise*, agree*, approv*, foster*, expand*, assist*, help*, restor*, preserv*,
            invest*, provide*, improv*, respect, respects, respected, respecting,
            respectful*, honor*, honour*, embrac*, champion*, guarantee*, commend*, proud,
            allow*, permit*, accept*, adopt*, enact*, create*, creating, sign, signed,
            establish*
        """,
        "opposition": """
            oppos*, reject*, condemn*, deplor*, denounc*, against, end, ended, ending, stop,
            stopped, stopping, stops, halt*, ban, bans, banned, banning, prohibit*, prevent*,
            refus*, eliminat*, abolish*, critici*, rule out, rules out, ruled out, object to,
            resist*, block*, repeal*, combat*, fight against, veto*, restrict*, deny, denies,
            denied, denying, forbid*, avoid*, withdraw*, cancel*, dismantl*, undermin*,
            threaten*, attack*, weaken*, revers*, suspend*, opponent*, protest*, blame*, accus*,
            warn*, curb*, disagree*, discourag*
        """,
        "cause": """
            because, because of, cause, causes, caused, causing, root cause*, due to, driven by,
            drive*, drives, fuel*, lead to, leads to, led to, result of, result in, results in,
            resulted in, resulting from, stem* from, owing to, contribut* to, responsible for,
            thanks to, arise* from, reason*, consequence*, factor*, rooted in, source of,
            produced by, bring* about, as a result
        """,
        "good": """
            good, better, best, great*, right, rightly, success*, succeed*, progress*, achiev*,
            hope*, freedom, free, peace*, prosper*, strong*, fair*, just, justice, win, won,
            winning, safe*, secure, security, benefit*, gain*, opportunit*, confiden*, healthy,
            important, wise*, sound, effective*, worthy, happy, abundan*, recover*, thriv*,
            friend*, partner*, dignity, humane
        """,
        "bad": """
            bad*, worse*, worst, wrong*, fail*, crisis, crises, danger*, threat*, unfair*,
            unjust*, injustice*, terribl*, tragic*, traged*, disast*, unaccept*, shame*, cruel*,
            harm*, hurt*, destroy*, destruct*, problem*, poor*, poverty, inflation, recession,
            depression, war, violen*, crime*, criminal*, corrupt*, fear*, evil, enem*, burden*,
            waste*, loss*, lose, lost, deficit*, debt, broken, suffer*, weak*, false*, illegal*,
            misery, terror*, abuse*, violat*, disregard*, unreasonable, troubl*, ravag*,
            mislead*, misguided, reckless*
        """,
        "more": """
            increas*, rais*, rise, rises, rising, rose, grow*, grew, expand*, more, higher,
            larger, greater, boost*, enlarg*, extend*, add, added, adding, double*, accelerat*,
            build, open*, at least
        """,
        "less": """
            decreas*, reduc*, cut, cuts, cutting, lower*, fewer, less, smaller, declin*, fall,
            falls, falling, fell, shrink*, shrank, limit*, diminish*, drop, drops, dropped,
            slow*, close, closed, closing, curtail*, save, saving*, end, ended, ending, at most
        """,
        "claim": """
            i believe, we believe, believe*, i think, we think, convinced, view, opinion, in
            fact, clear that, clearly, obvious*, certainly, surely, too, only, most, far, very,
            every, all, always, truth, fact is, concern*, worr*, regret*, deeply, demand*,
            insist*, seriously
        """,
        "toward": """
            accelerat*, add, adds, adding, allocat*, augment*, authoriz*, authoris*,
            bolster*, broaden*, build up, buy, buying, call for, calls for, called for,
            carry out, carrying out, construct, constructs, constructing, continu*,
            create, creates, creating, created, creation, deepen*, deliver*, demand,
            demands, demanding,
            deploy*, develop, develops, developing, double, doubled, doubling, enlarg*,
            enter into, entered into, expedit*, facilitat*, finance, financing,
            financed, fund, funds, funded, funding, generat*, give, gives, giving,
            implement*, in favor of, in favour of, intensif*, introduc*, join, joining,
            keep, keeps, keeping, launch*, maintain*, make permanent, moderniz*,
            modernis*, need, needs, needed, necessary, essential, vital, negotiat*,
            offer, offers, offering, open, opening, pass, passing, passed, pay for, pays
            for, pursue, pursues, pursuing, ratif*, rebuild*, reinforc*, renew*, resum*,
            secure, seek, seeks, sought, send, sending, sent, spend, spends, sponsor*,
            stimulat*, subsidi*, supply, supplies, supplied, sustain*, tripl*,
            undertak*, upgrad*, want, wants, wanted, widen*, work for, afford, right
            time for, time for
        """,
        "away": """
            control, controls, controlling, confront*, tackl*, left behind, leave behind,
            abandon*, abort*, abrogat*, annul*, bar, bars, barred, barring, boycott*,
            cap, caps, capped, ceas*, coming to an end, comes to an end, come down,
            crack down on, cut back, deduct*, defer, deferr*, defund*, delay*, deport*,
            deregulat*, deter, deters, deterred, disband*, discontinu*, dismiss*,
            dissolv*, do away with, eradicat*, excessive, exclud*, expel*, expire*,
            fight, fights, fighting, fought, forgo*, freez*, froze*, get rid of, give
            up, gives up, giving up, go down, goes down, went down, gone down, halv*,
            hold down, holding down, holding the line on, ignor*, minimiz*, minimis*,
            neglect*, overturn*, overthr*, phase* out, phasing out, postpone*, pull out,
            put an end to, put off, quit, reject*, relinquish*, remov*, repay, rescind*,
            restrain*, restraint*, revok*, roll back, rolled back, rolling back, scale
            back, scrap*, sell, sells, selling, sold, shelv*, shut, shutting, slash*,
            squander*, stem, stop short of, suppress*, terminat*, too many, too much,
            trim, trimming, turn away, turned away, turning away, unnecessary,
            uncontrolled, undo, war on, wars on, attack on, attacks on, wind down,
            withh*, withdrew, opt out of, pull* back
        """,
        "benefit": """
            help, helps, helped, helping, benefit, benefits, protect*, improv*,
            strengthen*, promot*, foster*, ensur*, boost*, restor*, enrich*, save lives,
            saves lives, saved lives, empower*, solve, solves, solved, advanc*,
            safeguard*, wise, good, better, best, just, fair, effective,
            beneficial, successful, a success, useful, sound, worthwhile, works
        """,
        "harm": """
            harm*, hurt*, damag*, threaten*, undermin*, endanger*, destroy*, erod*,
            weaken*, wreck*, ruin*, crippl*, worsen*, jeopardi*, violat*, poison*,
            devastat*, stifl*, cost lives, costs lives, hinder*, imped*, divert*,
            discriminat*, wrong, bad, worse, worst, unjust, unfair, ineffective,
            dangerous, a failure, a mistake, a threat, a burden, useless, harmful,
            unwise, costly, misguided, unacceptable, reckless, cruel, illegal, fail,
            fails, failed
        """,
    },
    "es": {
        "negation": """
            no, nunca, jamas, ningun*, nada, nadie, tampoco, ni, sin, carece*, falta de, en vez
            de
        """,
        "modality": """
            debe*, debemos, deberia*, hay que, tiene que, tienen que, tenemos que, necesita*, es
            preciso, es necesario, es hora de, exige*, obligacion, deber, imprescindible,
            esencial
        """,
        "commitment": """
            nos comprometemos, compromiso*, comprometid*, prometemos, promesa*, proponemos,
            propongo, recomenda*, recomiend*, pedimos, pido, instamos, insto, exhorta*, llamamos
            a, haremos, vamos a, nuestro objetivo
        """,
        "support": """
            apoy*, respald*, celebra*, aplaud*, favorec*, alent*, alienta*, promov*, promuev*,
            fortalec*, proteg*, defend*, defiend*, garantiz*, acog*, elogi*, acuerd*, aprob*,
            aprueb*, fomenta*, ampli*, ayud*, restabl*, preserv*, inver*, mejor*, respet*,
            permit*, acept*, adopt*, firm*
        """,
        "opposition": """
            opon*, opuest*, rechaz*, conden*, deplor*, denunci*, en contra, acabar con, poner
            fin, deten*, prohib*, impedi*, impid*, negar, nego, negamos, nieg*, elimin*,
            critic*, descart*, resist*, bloque*, derog*, combat*, restring*, evit*, retir*,
            cancel*, debilit*, suspend*, amenaz*, ataca*
        """,
        "cause": """
            porque, causa*, causad*, debido a, a causa de, impuls*, motiva*, llev* a, conduc* a,
            resultado de, consecuencia*, deriva* de, provoc*, ocasion*, contribu*, raiz*,
            factor*, gracias a, por culpa de
        """,
        "good": """
            buen*, mejor*, gran*, correct*, exit*, progres*, logr*, esperanza*, libertad*, paz,
            prosper*, fuerte*, just*, segur*, benefici*, oportunidad*, confian*, important*,
            eficaz, eficaces, dign*, human*
        """,
        "bad": """
            mal, mala, malo, malas, malos, peor*, fracas*, crisis, peligr*, injust*, terribl*,
            tragic*, tragedi*, desastr*, inacept*, vergonz*, cruel*, dano*, destru*, problem*,
            pobre*, inflacion, recesion, guerra*, violen*, crim*, delit*, corrup*, miedo*,
            temor*, enemig*, carga*, perdid*, deficit, deuda*, debil*, fals*, ilegal*, terror*,
            abus*, viola*
        """,
        "more": """
            aument*, increment*, crec*, ampli*, mas, mayor*, suba*, subir, expand*, acelera*
        """,
        "less": """
            disminu*, reduc*, recort*, baj*, menos, menor*, limit*, cae, caen, caida, cierr*,
            cerrar
        """,
        "claim": """
            creo, creemos, cree*, opina*, convencid*, claro que, evidente*, ciertamente,
            siempre, todos, demasiado, solo, preocup*, lament*, exig*, insist*, verdad
        """,
        "toward": """
            aceler*, anad*, asign*, aument*, autori*, compr*, constru*, continu*,
            contrat*, crear, crea, crean, creacion, desarroll*, despleg*, desplieg*,
            exig*, financi*, entreg*, facilit*, gener*, implement*, introduc*, lanz*,
            manten*, mantien*, moderni*, necesit*, necesari*, esencial*, imprescindible,
            negoci*, ofrec*, ofrez*, abrir, abre, abren, pagar, persegu*, ratific*,
            reconstru*, reforz*, refuerz*, renov*, renuev*, reanud*, busc*, envi*,
            gastar, patrocin*, estimul*, subsidi*, subvencion*, suministr*, sosten*,
            sostien*, suscrib*, quier*, queremos, a favor de, hora de
        """,
        "away": """
            control*, enfrent*, abandon*, abort*, anul*, boicot*, ces*, aplaz*, pospon*,
            retras*, deport*,
            desregul*, disuad*, descontinu*, despid*, disolv*, deshac* de, erradic*,
            excesiv*, exclu*, expuls*, expir*, luch* contra, renunci*, congel*, ignor*,
            minimi*, descuid*, derroc*, elimin*, restring*, conten*, contien*, revoc*,
            suprim*, desperdic*, derroch*, termin*, demasiad*, innecesari*, vend*,
            cerrar, cierr*, guerra contra, ataque* a, rechaz*, sal* de, quit*, recort*
        """,
        "benefit": """
            ayud*, benefici*, proteg*, mejor*, fortalec*, promov*, promuev*, foment*,
            garantiz*, impuls*, restaur*, restablec*, salv* vidas, empoder*, resolv*,
            resuelv*, avanz*, justo, justa, buen*, correct*, eficaz, eficaces, util*, un
            exito, funciona
        """,
        "harm": """
            dan*, perjudic*, amenaz*, socav*, pon* en peligro, destru*, erosion*,
            debilit*, arruin*, empeor*, viol*, envenen*, devast*, obstaculi*, impid*,
            desvi*, discrimin*, injust*, mal, malo, mala, peor*, peligros*, un fracaso,
            un error, una amenaza, una carga, inutil*, ineficaz, costos*, inaceptable*,
            cruel*, ilegal*, fracas*
        """,
    },
}
# Words of which one says what the other denies.
OPPOSITES: dict[str, str] = {
    "en": """
        increase decrease, raise lower, begin end, start stop, open close, public private, war
        peace, strong weak, rich poor, safe dangerous, success failure, allow forbid, permit
        prohibit, accept reject, support oppose, legal illegal, lawful unlawful, right wrong,
        always never, before after, import export, friend enemy, gain loss, win lose, old new,
        large small, high low, major minor, early late, hard easy, internal external, domestic
        foreign, voluntary compulsory, temporary permanent, direct indirect, equal unequal, fair
        unfair, just unjust, possible impossible, necessary unnecessary, all none, majority
        minority, maximum minimum, north south, east west, first last, buy sell, give take,
        include exclude, expand reduce, hire fire, encourage discourage, admit deny, love hate,
        good bad, better worse, best worst, more less, more fewer, happy sad, true false,
        surplus deficit, guilty innocent
    """,
    "es": """
        aumentar disminuir, subir bajar, empezar terminar, abrir cerrar, publico privado, guerra
        paz, fuerte debil, rico pobre, seguro peligroso, exito fracaso, permitir prohibir,
        aceptar rechazar, apoyar oponer, legal ilegal, siempre nunca, antes despues, amigo
        enemigo, justo injusto, posible imposible, necesario innecesario, mayoria minoria, norte
        sur, incluir excluir, ampliar reducir, mejor peor, bueno malo, temporal permanente
    """,
}


@dataclass(frozen=True, slots=True)
class Hit:
    """A cue that stands in a sentence: its kind, and first and last word (end exclusive)."""

    kind: str
    first: int
    end: int


@cache
def opposites(language: str) -> tuple[tuple[str, str], ...]:
    """Return the pairs of opposite words of a language as stems, each pair in both orders."""
    pairs = []
    for pair in OPPOSITES[language].split(","):
        one, two = (stem(word, language) for word in pair.split())
        pairs += [(one, two), (two, one)]
    return tuple(pairs)


@cache
def _table(language: str) -> dict[str, list[tuple[str, tuple[str, ...]]]]:
    """Return kind and words of every cue by the first three letters of its first word."""
    table: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
    for kind, row in CUES[language].items():
        for cue in row.split(","):
            parts = tuple(cue.split())
            table.setdefault(parts[0][:3], []).append((kind, parts))
    # Longer cues first: "fail to" says more than "fail".
    for cues in table.values():
        cues.sort(key=lambda cue: -len(cue[1]))
    return table


def _stands(cue: tuple[str, ...], found: list[str], at: int) -> bool:
    if at + len(cue) > len(found):
        return False
    for place, part in enumerate(cue, at):
        word = found[place]
        if word != part and not (part[-1] == "*" and word.startswith(part[:-1])):
            return False
    return True


def hits(sentence: Sentence) -> list[Hit]:
    """Return the cues of a sentence in order; of one kind, the longest at a place."""
    table = _table(sentence.language)
    lower = [fold(word.lower) for word in sentence.words]
    found: list[Hit] = []
    ends: dict[str, int] = {}
    for at, word in enumerate(lower):
        if word[0].isdigit():
            found.append(Hit("number", at, at + 1))
            continue
        for kind, cue in table.get(word[:3], ()):
            if at >= ends.get(kind, 0) and _stands(cue, lower, at):
                found.append(Hit(kind, at, at + len(cue)))
                ends[kind] = at + len(cue)
    return found
