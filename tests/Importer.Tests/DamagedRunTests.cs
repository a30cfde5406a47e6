using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using FsCheck;
using FsCheck.Fluent;
using Xunit.Abstractions;

namespace Engagement.Importer.Tests;

/// <summary>
/// Good feeds damaged at random, through whole runs: never a crash, never a withdrawal by a file that could not be read to its end, each
/// received mission counted once. What a file shows is told by a reader that is not ours.
/// </summary>
public sealed partial class DamagedRunTests(ITestOutputHelper output)
{
    private const int Missions = 60;
    private static readonly int Runs = Environment.GetEnvironmentVariable("ENGAGEMENT_LONG") is { Length: > 0 } ? 1000 : 60;
    private static readonly string Good = TestFeed.Numbered(Missions);

    [Fact]
    public async Task A_damaged_feed_withdraws_only_what_a_whole_file_no_longer_names()
    {
        await using var world = await ImporterWorld.Start();
        await world.Import(Good);
        var damages =
            from kind in Gen.Choose(0, 6)
            from at in Gen.Choose(0, Good.Length - 1)
            from other in Gen.Choose(0, Good.Length - 1)
            from bytes in Gen.ArrayOf(Gen.Choose(0, 255).Select(b => (byte)b), 12)
            select Damage(kind, at, other, bytes);
        var seed = (ulong)Environment.TickCount64;
        output.WriteLine($"Seed {seed}: Config.WithReplay({seed}, 1) repeats this run.");
        var (whole, broken) = (0, 0);
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(Runs).WithReplay(seed, 1),
            Prop.ForAll(Arb.From(damages), feed =>
            {
                _ = Holds(world, feed).GetAwaiter().GetResult() ? whole++ : broken++;
            }));
        Assert.True(whole > Runs / 10 && broken > Runs / 10, $"{whole} whole, {broken} broken: the damage is not varied enough.");
    }

    /// <summary>Asserts on one run; returns whether the file is whole.</summary>
    private static async Task<bool> Holds(ImporterWorld world, byte[] feed)
    {
        var before = world.Catalog.Live.ToHashSet(StringComparer.Ordinal);
        // A file of its own: what the guard remembers of the former ones would hold it.
        await world.Database.Execute("update importer.run set started_at = started_at - interval '8 days'");
        var answer = await world.Import(new ByteArrayContent(feed));
        var after = world.Catalog.Live.ToHashSet(StringComparer.Ordinal);
        var named = Named(feed);

        Assert.NotEqual("INTERNAL_ERROR", answer.Reason);
        Assert.Equal(answer["received"], answer["created"] + answer["updated"] + answer["unchanged"] + answer["refused"] + answer["duplicates"] + answer["failed"]);
        if (named is null)
        {
            Assert.Equal(("FAILED", 0), (answer.Status, answer["withdrawn"]));
        }

        // Of a file that is not whole nothing may be missed; of a whole one only what it does not name.
        Assert.Empty((named is null ? before : before.Intersect(named)).Except(after));
        if (after.Count < Missions)
        {
            await world.Import(Good);
        }

        return named is not null;
    }

    /// <summary>The missions that a well-formed file names; null when it is not well-formed.</summary>
    private static HashSet<string>? Named(byte[] feed)
    {
        try
        {
            using var reader = XmlReader.Create(new MemoryStream(feed), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit });
            var root = XDocument.Load(reader).Root!;
            return [.. root.Elements("mission").Select(m => m.Elements("clientId").Select(c => c.Value.Trim()).FirstOrDefault(c => c.Length > 0)).OfType<string>()];
        }
        catch (Exception e) when (e is XmlException or DecoderFallbackException)
        {
            return null;
        }
    }

    private static byte[] Damage(int kind, int at, int other, byte[] bytes)
    {
        var good = Encoding.UTF8.GetBytes(Good);
        switch (kind)
        {
            // Flipped.
            case 0:
                good[at] ^= (byte)(bytes[0] | 1);
                return good;
            // Cut.
            case 1: return good[..at];
            // Inserted.
            case 2: return [.. good[..at], .. bytes, .. good[at..]];
            // Tags swapped.
            case 3: return Encoding.UTF8.GetBytes(Swap(at, other));
            // A field blanked.
            case 4: return Encoding.UTF8.GetBytes(Blank(at));
            // A tag in place of another.
            case 5: return Encoding.UTF8.GetBytes(Good.Replace(Tags().Matches(Good)[at % 200].Value, Tags().Matches(Good)[other % 200].Value, StringComparison.Ordinal));
            // A piece left out.
            default: return [.. good[..Math.Min(at, other)], .. good[Math.Min(good.Length, Math.Min(at, other) + (bytes[0] * 8))..]];
        }
    }

    private static string Swap(int at, int other)
    {
        var tags = Tags().Matches(Good);
        var (first, second) = (tags[at % tags.Count], tags[other % tags.Count]);
        (first, second) = first.Index <= second.Index ? (first, second) : (second, first);
        return first.Index == second.Index ? Good : string.Concat(
            Good.AsSpan(0, first.Index), second.Value, Good.AsSpan(first.Index + first.Length, second.Index - first.Index - first.Length), string.Concat(first.Value, Good[(second.Index + second.Length)..]));
    }

    private static string Blank(int at)
    {
        var fields = Fields().Matches(Good);
        var field = fields[at % fields.Count].Groups[1];
        return string.Concat(Good.AsSpan(0, field.Index), Good.AsSpan(field.Index + field.Length));
    }

    [GeneratedRegex("</?[a-zA-Z]+>", RegexOptions.NonBacktracking)]
    private static partial Regex Tags();

    [GeneratedRegex(">([^<\n]+)</", RegexOptions.NonBacktracking)]
    private static partial Regex Fields();
}
