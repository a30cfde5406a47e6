using System.Text;
using Engagement.Missions;

namespace Engagement.Fuzz;

/// <summary>Dates: any text is a date or none. The end of a day is never before its beginning, and what is read can be written and read again.</summary>
internal static class DateTarget
{
    internal static void Run(byte[] bytes)
    {
        var text = Encoding.UTF8.GetString(bytes);
        var isStart = FeedDate.TryRead(text, endOfDay: false, out var start);
        var isEnd = FeedDate.TryRead(text, endOfDay: true, out var end);
        if (isStart && isEnd && end < start)
        {
            throw new BrokenPromiseException($"'{text}' ends at {end:O}, before it starts at {start:O}.");
        }

        if (!isStart)
        {
            return;
        }

        if (start.Offset != TimeSpan.Zero)
        {
            throw new BrokenPromiseException($"'{text}' is read as {start:O}, not in UTC.");
        }

        var written = start.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", System.Globalization.CultureInfo.InvariantCulture);
        if (!FeedDate.TryRead(written, endOfDay: false, out var again) || again != start)
        {
            throw new BrokenPromiseException($"'{text}' is read as {start:O}, which written as {written} is read as {again:O}.");
        }
    }
}
