using System.Runtime.CompilerServices;
using System.Text;
using System.Xml;

namespace Engagement.Missions;

/// <summary>
/// Reads a partner's feed: each mission element becomes a <see cref="FeedItem"/>, normalised and judged. One reader per reading. Parsing
/// runs on a thread of its own, beside the inflating of what comes next and the work of whoever consumes the missions; what is in flight is bounded.
/// </summary>
public sealed class FeedReader
{
    private const int BatchSize = 32;
    private const int InFlight = 4;

    private readonly FeedLimits _limits;

    static FeedReader() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <summary>A reader for one feed.</summary>
    /// <param name="limits">What the feed may cost; the defaults when null.</param>
    public FeedReader(FeedLimits? limits = null) => _limits = limits ?? new FeedLimits();

    /// <summary>What is known of the feed as a whole; final when the enumeration has ended, by its end or by a fault.</summary>
    public FeedFacts Facts { get; private set; } = new();

    /// <summary>
    /// The missions in the order of the file, refused ones included. A document that breaks throws <see cref="FeedException"/> after what was
    /// well-formed has been yielded; a connection that breaks throws what the stream throws.
    /// </summary>
    /// <param name="feed">XML, or gzip of it. Left open.</param>
    /// <param name="settings">What the feed's settings say of its missions.</param>
    /// <param name="ct">Ends the reading.</param>
    public async IAsyncEnumerable<FeedItem> Read(Stream feed, FeedSettings settings, [EnumeratorCancellation] CancellationToken ct = default)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        using var chunks = new Handover<FeedChunk>(InFlight);
        using var batches = new Handover<IReadOnlyList<FeedItem>>(InFlight);
        await using var plain = await FeedStream.Open(feed, _limits.MaxInflatedBytes, ct);
        var filling = PullStream.Fill(plain, chunks, stop.Token);
        var parsing = Task.Factory.StartNew(
            () => Parse(chunks, batches, settings, stop.Token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        try
        {
            while (await batches.TakeAsync(ct) is { } batch)
            {
                foreach (var item in batch)
                {
                    yield return item;
                }
            }
        }
        finally
        {
            await stop.CancelAsync();
            await Task.WhenAll(filling, parsing);
        }
    }

    private void Parse(Handover<FeedChunk> chunks, Handover<IReadOnlyList<FeedItem>> batches, FeedSettings settings, CancellationToken ct)
    {
        using var stream = new PullStream(chunks, _limits, ct);
        var batch = new List<FeedItem>(BatchSize);
        Exception? fault = null;
        try
        {
            Parse(stream, settings, item =>
            {
                batch.Add(item);
                if (batch.Count == BatchSize)
                {
                    batches.Put(batch, ct);
                    batch = new List<FeedItem>(BatchSize);
                }
            }, ct);
        }
        catch (Exception thrown)
        {
            fault = thrown;
        }

        try
        {
            batches.Put(batch, ct);
        }
        catch (OperationCanceledException stopped)
        {
            fault ??= stopped;
        }

        batches.Complete(fault);
    }

    private void Parse(PullStream stream, FeedSettings settings, Action<FeedItem> take, CancellationToken ct)
    {
        FeedParser? parser = null;
        try
        {
            // Creating the parser already reads: the encoding is in the first bytes.
            parser = new FeedParser(stream, _limits);
            var normaliser = new MissionNormaliser(settings);
            var mission = new RawMission();
            var remarks = new Remarks();
            var pace = new Pace(_limits.Share);
            while (parser.ReadMission(mission, remarks))
            {
                take(normaliser.Normalise(mission, remarks));
                remarks.Clear();
                stream.Mark();
                pace.Rest(ct);
            }
        }
        catch (Exception fault) when (fault is XmlException or InvalidDataException or DecoderFallbackException)
        {
            throw Explain(fault, stream);
        }
        finally
        {
            parser?.Finish(parser.Facts.Complete);
            Facts = parser?.Facts ?? Facts;
        }

        if (Facts.Missions == 0)
        {
            throw new FeedException(FeedException.Empty, 0, "Le flux ne contient aucune mission : les missions en ligne sont conservées. Vérifiez l'export.");
        }
    }

    // XmlException has no code: its English message, which does not change with the culture, is all there is to tell one fault from another.
    private static FeedException Explain(Exception fault, PullStream stream)
    {
        var (line, column) = fault is XmlException xml ? (xml.LineNumber + stream.LinesSkipped, xml.LinePosition) : (0, 0);
        var place = line > 0 ? $" (ligne {line}, colonne {column})" : "";
        return fault switch
        {
            InvalidDataException => FeedException.OfGzip(fault),
            _ when stream.BytesRead == 0 || fault.Message.StartsWith("Root element is missing", StringComparison.Ordinal) =>
                new FeedException(FeedException.Empty, line, "Le flux est vide : les missions en ligne sont conservées. Vérifiez l'export.", fault),
            _ when fault.Message.Contains("DTD", StringComparison.Ordinal) =>
                new FeedException(FeedException.DtdForbidden, line, $"Le document déclare une DTD (<!DOCTYPE>), ce qui est interdit{place}. Si l'adresse renvoie une page web, corrigez l'adresse ; sinon, retirez la déclaration.", fault),
            _ when fault.Message.StartsWith("Unexpected end of file", StringComparison.Ordinal) =>
                new FeedException(FeedException.Truncated, line, $"Le fichier est tronqué : il s'arrête avant la fin du document{place}. Relancez l'export.", fault),
            DecoderFallbackException => BadEncoding(line, place, fault),
            _ when fault.InnerException is DecoderFallbackException || fault.Message.Contains("encoding", StringComparison.OrdinalIgnoreCase)
                || fault.Message.Contains("byte order mark", StringComparison.OrdinalIgnoreCase) => BadEncoding(line, place, fault),
            _ => new FeedException(FeedException.NotXml, line, $"Le document n'est pas du XML bien formé{place} : {What(fault.Message)}.",
                fault),
        };
    }

    /// <summary>What partners get wrong, in French: the fault's own text is ours, not theirs.</summary>
    private static string What(string message) => message switch
    {
        _ when message.Contains("does not match the end tag", StringComparison.Ordinal)
            || message.Contains("Unexpected end tag", StringComparison.Ordinal) =>
            "une balise n'est pas refermée, ou ne l'est pas dans l'ordre",
        _ when message.Contains("undeclared entity", StringComparison.Ordinal) =>
            "une entité HTML comme &eacute; n'existe pas en XML, écrivez le caractère lui-même",
        _ when message.Contains("EntityName", StringComparison.Ordinal)
            || message.Contains("cannot begin with", StringComparison.Ordinal) =>
            "un « & » ou un « < » n'est pas échappé, écrivez &amp; ou &lt;",
        _ when message.Contains("hexadecimal value", StringComparison.Ordinal)
            || message.Contains("invalid character", StringComparison.Ordinal) =>
            "un caractère y est interdit en XML, ou un « & » ou un « < » n'est pas échappé",
        _ when message.Contains("root level", StringComparison.Ordinal)
            || message.Contains("multiple root elements", StringComparison.Ordinal) =>
            "il y a du contenu en dehors de l'élément racine",
        _ when message.Contains("attribute", StringComparison.OrdinalIgnoreCase) => "un attribut est répété ou mal écrit",
        _ => "corrigez ce qui s'y trouve",
    };

    private static FeedException BadEncoding(int line, string place, Exception fault) =>
        new(FeedException.BadEncoding, line, $"Le document n'est pas dans l'encodage qu'il déclare{place} : enregistrez-le en UTF-8.", fault);
}
