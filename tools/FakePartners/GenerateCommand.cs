using System.Globalization;
using System.IO.Compression;

namespace Engagement.FakePartners;

/// <summary><c>FakePartners generate --count N --seed S [--changed P] [--withdrawn Q] [--kind benevolat|service-civique] --out FILE.xml[.gz]</c></summary>
internal static class GenerateCommand
{
    private const string Usage =
        "Usage: FakePartners generate --count N --seed S [--changed PERCENT] [--withdrawn PERCENT] [--kind benevolat|service-civique] --out FILE.xml[.gz]";

    internal static async Task<int> Run(string[] args, TimeProvider clock, TextWriter output)
    {
        if (!TryRead(args, clock.GetUtcNow(), out var request, out var path))
        {
            await output.WriteLineAsync(Usage);
            return 2;
        }

        await using var file = File.Create(path);
        if (path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase))
        {
            await using var gzip = new GZipStream(file, CompressionLevel.Fastest);
            await FeedGenerator.Write(gzip, request);
        }
        else
        {
            await FeedGenerator.Write(file, request);
        }

        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{path}: {FeedGenerator.CountOf(request)} missions."));
        return 0;
    }

    private static bool TryRead(string[] args, DateTimeOffset now, out FeedRequest request, out string path)
    {
        request = new FeedRequest { Now = now };
        path = "";
        for (var i = 0; i < args.Length; i += 2)
        {
            var value = i + 1 < args.Length ? args[i + 1] : null;
            switch (args[i])
            {
                case "--count" when Whole(value, out var count) && count > 0: request = request with { Count = count }; break;
                case "--seed" when Whole(value, out var seed): request = request with { Seed = seed }; break;
                case "--changed" when Percent(value, out var changed): request = request with { ChangedPercent = changed }; break;
                case "--withdrawn" when Percent(value, out var withdrawn): request = request with { WithdrawnPercent = withdrawn }; break;
                case "--kind" when value is "benevolat" or "service-civique":
                    request = request with { Kind = value == "benevolat" ? FeedKind.Volunteering : FeedKind.CivicService };
                    break;
                case "--out" when !string.IsNullOrEmpty(value): path = value; break;
                default: return false;
            }
        }

        return path.Length > 0 && request.ChangedPercent + request.WithdrawnPercent <= 100;
    }

    private static bool Whole(string? text, out int value) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);

    private static bool Percent(string? text, out double value) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out value) && value <= 100;
}
