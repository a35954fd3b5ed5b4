"""Words that say little about what a mistake was: data, for English and German.

`SILENT` carry no meaning of their own; `LIGHT` stand in most reports, so that sharing one of them
says little. Folded as `bot.words.words` folds.
"""


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


SILENT = _words(
    """
    a about after all also an and any are as at be been before but by can could did do does for from
    had has have he her him his i if in into is it its me my no not of off on one only or our out
    over she so some than that the their them then there they this to too two under up us very was
    we were what when where which who why will with would you your yes s t d m ll ve re
    aber als am an auch auf aus bei beim bin bis bist da damit dann das dass dem den der des die
    dies doch ein eine einem einen einer eines er es fur hab habe haben hat hatte hatten ich ihm ihn
    ihr ihre im in ins ist ja kein keine man mich mir mit nach nicht noch nur ob oder ohne schon
    sein seine sich sie sind so uber um und uns unser unsere vom von vor war waren was weil wenn wer
    wie wir wird wo wurde wurden zu zum zur
    """
)
LIGHT = _words(
    """
    again ago another arrived bad because big bit brought came client clients come customer
    customers day days done due early error errors few forgot forgotten gave get give given go gone
    got guest guests hour hours incorrect instead just late later let lot made make may missed
    missing mistake mistakes mistaken new now old order orders own patient patients people per
    please problem problems put said say says send sent set still take taken team thing things
    today told tomorrow use used via way went while without wrong wrongly yesterday yet
    auftrag auftrage bestellung falsch falsche falschem falschen falscher falsches fehler gast gaste
    gegeben geht gemacht geschickt gesendet gestern heute kunde kunden kundin morgen neu neue
    patient problem tag tage team vergessen
    """
)
