"""Stop words (articles, pronouns, prepositions, question words) per language, folded.

They are indexed, so that phrases are exact, and left out of a search that has other words. The lists are the
project's own and short on purpose: a word that can name something in this field is not in them (`été`, a
season, in French; `IT` cannot be told from `it`, and English drops it).
"""

from search.language.folding import fold
from search.language.tokens import base_language

_WORDS: dict[str, str] = {
    "fr": """
        a afin ai ainsi alors apres as au aucun aucune aussi autre autres aux avait avant avec avez avoir
        avons c ca car ce ceci cela celle celles celui ces cet cette ceux chaque chez ci combien comme comment
        d dans de depuis des devez doit dois doivent donc dont du elle elles en entre es est et etait etaient
        etc etes etre eu eux faire fait faut font il ils j je jusqu l la laquelle le lequel les lesquelles
        lesquels leur leurs lors lorsqu lorsque lui m ma mais me meme memes mes moi mon n ne ni nos notre nous
        on ont ou par parce pas pendant peu peut peuvent plus pour pourquoi pouvez pouvoir puis puisqu puisque
        qu quand que quel quelle quelles quels qui quoi quoique s sa sans se selon sera seront ses si soit
        sommes son sont sous suis sur t ta te tes toi ton tous tout toute toutes tres tu un une vers via vos
        votre vous y
    """,
    "en": """
        a about after all also am an and any are as at be because been before being between both but by can
        could did do does doing don during each few for from had has have having he her here hers him his how
        i if in into is it its just ll me more most my no nor not of off on once only or other our out over
        own re s same she should so some such t than that the their them then there these they this those
        through to too under until up ve very was we were what when where which while who whom why will with
        would you your
    """,
    "es": """
        a al algo alguna algunas alguno algunos ante antes aquel aquella aqui asi aun aunque cada como con
        contra cual cuales cuando cuanto de debe del desde donde dos durante e el ella ellas ellos en entre
        era es esa esas ese eso esos esta estaba estan estar estas este esto estos fue fueron ha hace hacer
        hacia han has hasta hay haya he la las le les lo los mas me mi mis mucho muy nada ni no nos nosotros
        nuestra nuestras nuestro nuestros o os otra otras otro otros para pero poco por porque puede pueden
        pues que quien quienes se sea segun ser si sido sin sobre son soy su sus tambien tan tanto te tener
        tiene tienen toda todas todo todos tras tu tus un una unas uno unos y ya yo
    """,
    "ar": """
        في من على إلى عن مع هذا هذه ذلك تلك هؤلاء الذي التي الذين اللاتي ما ماذا من هل كيف لماذا متى أين كم أي
        كل بعض غير بين عند عندما حتى منذ خلال بعد قبل ثم أو أم و ف ب ل ك لا لم لن ليس ليست كان كانت يكون تكون
        قد لقد إن أن أنه أنها إذا إذ لو لكن بل هو هي هم هن نحن أنا أنت أنتم له لها لهم به بها بهم فيه فيها منه
        منها عليه عليها إليه إليها كما مثل حيث التى الى ان او اي عبر حول دون ضد نحو لدى سوف ولا وما وهو وهي
        وفي ومن وعلى وإن وأن فإن وقد يمكن يجب
    """,
    "de": """
        aber alle allem allen aller alles als also am an andere anderen anderer anderes auch auf aus bei bin
        bis bist da damit dann das dass dein deine dem den denn der des dich die dies diese diesem diesen
        dieser dieses dir doch dort du durch ein eine einem einen einer eines er es etwas euch euer fur gegen
        gibt hab habe haben hat hatte hatten hier hin ich ihm ihn ihnen ihr ihre ihrem ihren ihrer im in ins
        ist ja jede jedem jeden jeder jedes jene kann kein keine konnen man mehr mein meine mich mir mit muss
        nach nicht nichts noch nun nur ob oder ohne sehr sein seine seinem seinen seiner seit sich sie sind so
        soll sollen sowie uber um und uns unser unsere unter vom von vor wahrend war waren warum was weil
        welche welchem welchen welcher welches wenn wer werden wie wieder will wir wird wo wurde wurden zu zum
        zur zwischen
    """,
    "it": """
        a ad agli ai al alla alle allo anche ancora avere c che chi ci ciascuno coi col come con contro cosa
        cui d da dagli dai dal dalla dalle dallo degli dei del della delle dello di dopo dove e ed era erano
        essere fare fino fra gli ha hai hanno ho i il in io l la le lei li lo loro lui ma me mi mia mie miei
        mio molto ne negli nei nel nella nelle nello noi non nostra nostre nostri nostro o ogni oppure per
        perche piu poi prima puo qual quale quali quando quanto quella quelle quelli quello questa queste
        questi questo qui se sei senza si sia siamo siete sono sopra sotto sta su sua sue sugli sui sul sulla
        sulle sullo suo suoi tra tu tua tuo tutti tutto un una uno vi voi vostra vostro
    """,
    "pt": """
        a ao aos apos aquela aquele aqueles aquilo as ate cada com como contra da das de dela delas dele deles
        depois desde dessa desse desta deste do dos durante e ela elas ele eles em entre era eram essa essas
        esse esses esta estao estas este estes eu foi foram ha isso isto ja lhe lhes mais mas me mesmo meu
        meus minha minhas muito na nao nas nem no nos nossa nossas nosso nossos num numa o onde os ou outra
        outras outro outros para pela pelas pelo pelos pode podem por porque qual quais quando quanto que quem
        se sem ser seu seus sob sobre sua suas tambem te tem tendo ter teu toda todas todo todos tu tua um uma
        umas uns voce voces
    """,
    "nl": """
        aan al alle alles als altijd andere ben bij daar dan dat de der deze die dit doch doen door dus een
        eens en er ge geen haar had heb hebben heeft hem het hier hij hoe hun ieder iets ik in is ja je jij
        jou jouw jullie kan kon kunnen maar me meer men met mij mijn moet moeten na naar niet niets nog nu of
        om omdat onder ons onze ook op over reeds te tegen toch toen tot u uit uw van veel voor waarom waar
        want waren was wat we wel welke werd wezen wie wij wil worden wordt zal ze zelf zich zij zijn zo
        zonder zou
    """,
}
_STOP_WORDS: dict[str, frozenset[str]] = {
    language: frozenset(fold(word) for word in words.split()) for language, words in _WORDS.items()
}


def is_stop_word(surface: str, language: str) -> bool:
    """Returns whether a folded word is a stop word in `language`: it says nothing about a subject."""
    return surface in _STOP_WORDS.get(base_language(language), frozenset())
