using Engagement.Missions;

namespace Engagement.Search.Index;

/// <summary>Missions of a segment to be, from documents or from older segments.</summary>
internal sealed class SegmentRows
{
    private readonly List<Guid> ids = [];
    private readonly List<long> numbers = [];
    private readonly Rows[] keywords = [.. Enumerable.Range(0, Fields.Count).Select(_ => new Rows())];
    private readonly TextRows text = new();
    private readonly AddressRows addresses = new();
    private readonly List<long> posted = [];
    private readonly List<long> started = [];
    private readonly List<long> updated = [];
    private readonly List<long> ends = [];
    private readonly List<int> places = [];
    private readonly List<double> amounts = [];

    internal int Count => ids.Count;

    internal void Add(MissionDocument document, DocumentReader reader)
    {
        var content = document.Content;
        var postedAt = content.PostedAt ?? document.CreatedAt;
        ids.Add(document.Id);
        numbers.Add(document.Number);
        posted.Add(postedAt.UtcTicks);
        started.Add((content.StartAt ?? postedAt).UtcTicks);
        updated.Add(document.UpdatedAt.UtcTicks);
        ends.Add(content.EndAt?.UtcTicks ?? long.MaxValue);
        places.Add(content.Places);
        amounts.Add((double?)(content.Compensation?.Amount ?? content.Compensation?.AmountMax) ?? double.NaN);
        reader.ReadKeywords(document, keywords);
        reader.ReadText(document, text);
        AddAddresses(content.Addresses);
        foreach (var rows in keywords) rows.End();
    }

    /// <summary>Takes over what still lives in a segment, but for its text, which <see cref="TextColumn"/> joins by itself.</summary>
    /// <param name="words">Given when the missions' words are to be read anew, because others of them are facet values now.</param>
    /// <returns>The new position of each of its missions, or -1.</returns>
    internal int[] Add(SegmentView view, DocumentReader? words)
    {
        var segment = view.Segment;
        var positions = new int[segment.Count];
        for (var mission = 0; mission < segment.Count; mission++)
        {
            positions[mission] = view.IsLive(mission) ? ids.Count : -1;
            if (positions[mission] >= 0) Copy(segment, mission, words);
        }

        return positions;
    }

    internal Segment ToSegment(LexiconSet lexicons) => ToSegment(lexicons, new TextColumn(text.Terms, text.Weights, lexicons.TermScratch()));

    internal Segment ToSegment(LexiconSet lexicons, TextColumn textColumn)
    {
        Guid[] idArray = [.. ids];
        return new Segment
        {
            Ids = idArray,
            Numbers = [.. numbers],
            Keywords = [.. keywords.Select((rows, field) => new KeywordColumn(rows, lexicons.Scratch((Field)field)))],
            Text = textColumn,
            Addresses = new AddressColumn(addresses),
            Posted = new DateColumn([.. posted], idArray),
            Started = new DateColumn([.. started], idArray),
            Updated = new DateColumn([.. updated], idArray),
            Ends = [.. ends],
            Places = [.. places],
            Amounts = [.. amounts],
        };
    }

    private void AddAddresses(IReadOnlyList<MissionAddress> list)
    {
        for (var i = 0; i < Math.Min(list.Count, byte.MaxValue + 1); i++)
        {
            if (list[i] is { Lat: { } lat, Lon: { } lon }) addresses.Add(new GeoPoint(lat, lon), (byte)i);
        }

        addresses.End();
    }

    private void Copy(Segment segment, int mission, DocumentReader? words)
    {
        ids.Add(segment.Ids[mission]);
        numbers.Add(segment.Numbers[mission]);
        posted.Add(segment.Posted[mission]);
        started.Add(segment.Started[mission]);
        updated.Add(segment.Updated[mission]);
        ends.Add(segment.Ends[mission]);
        places.Add(segment.Places[mission]);
        amounts.Add(segment.Amounts[mission]);
        CopyKeywords(segment, mission, words);
        CopyAddresses(segment.Addresses, mission);
    }

    private void CopyKeywords(Segment segment, int mission, DocumentReader? words)
    {
        for (var field = 0; field < keywords.Length; field++)
        {
            if (words is not null && FacetWords.Holds((Field)field)) words.AddWords(segment.Ids[mission], (Field)field, keywords[field]);
            else keywords[field].Append(segment.Keywords[field].RowOf(mission));
            keywords[field].End();
        }
    }

    private void CopyAddresses(AddressColumn column, int mission)
    {
        var (start, end) = (column.Of(mission).Start.Value, column.Of(mission).End.Value);
        for (var address = start; address < end; address++) addresses.Add(column.Point(address), column.Place(address));
        addresses.End();
    }
}
