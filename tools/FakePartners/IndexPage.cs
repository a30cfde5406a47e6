namespace Engagement.FakePartners;

internal static class IndexPage
{
    internal const string Html = """
        <!doctype html>
        <html lang="fr">
        <head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Partenaires d'essai</title>
        <style>body { font: 1rem/1.5 system-ui, sans-serif; max-width: 48rem; margin: 2rem auto; padding: 0 1rem }</style></head>
        <body>
        <main>
        <h1>Partenaires d'essai</h1>
        <p>Des flux de missions inventés, pour la démonstration, les tests et les mesures.</p>
        <h2>Deux partenaires</h2>
        <ul>
        <li><a href="/feeds/benevolat.xml">Agir Ensemble</a> : bénévolat, 350 missions</li>
        <li><a href="/feeds/service-civique.xml">Volontaires de la République</a> : service civique, 150 missions</li>
        </ul>
        <h2>À la demande</h2>
        <ul>
        <li><a href="/feeds/standard.xml?count=1000&amp;seed=1">/feeds/standard.xml?count=1000&amp;seed=1&amp;changed=5&amp;withdrawn=2</a> :
        autant de missions que voulu, une part modifiée, une part retirée (en pour cent)</li>
        <li><a href="/feeds/standard.rpde?count=1000&amp;seed=1">/feeds/standard.rpde?count=1000&amp;seed=1&amp;changed=5&amp;withdrawn=2&amp;size=100</a> :
        les mêmes en RPDE, par pages de size éléments ; ce qui est modifié ou retiré vient à la fin</li>
        </ul>
        <h2>Flux défaillants</h2>
        <ul>
        <li><a href="/broken/truncated">/broken/truncated</a> : s'arrête au milieu d'une mission</li>
        <li><a href="/broken/empty">/broken/empty</a> : zéro octet</li>
        <li><a href="/broken/no-mission">/broken/no-mission</a> : bien formé, sans mission</li>
        <li><a href="/broken/not-xml">/broken/not-xml</a> : ce n'est pas du XML</li>
        <li><a href="/broken/entity-bomb">/broken/entity-bomb</a> : entités qui se multiplient et lecture d'un fichier du serveur</li>
        <li>/feeds/standard.rpde?fault=… : un flux RPDE dont la deuxième page tourne en rond (loop), est coupée (broken), n'a pas de « next » (no-next)
        ou répond 500 (status) ; ou dont les adresses « next » sont relatives (relative)</li>
        <li>/broken/slow : un octet par seconde, sans fin</li>
        <li>/broken/huge?megabytes=3072 : trois gigaoctets de missions</li>
        <li>/broken/gzip-bomb : quelques mégaoctets qui en deviennent dix mille</li>
        <li>/broken/status/{code} : le code HTTP demandé</li>
        <li>/broken/redirect?to=… : une redirection</li>
        </ul>
        </main>
        </body>
        </html>
        """;
}
