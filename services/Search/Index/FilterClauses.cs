using Engagement.Missions;

namespace Engagement.Search.Index;

/// <summary>Looks a filter's values up: from what callers write to what columns hold.</summary>
internal sealed class FilterClauses(LexiconSet lexicons)
{
    private readonly List<Clause> clauses = [];

    internal static List<Clause> Of(MissionFilter filter, LexiconSet lexicons)
    {
        var target = new FilterClauses(lexicons);
        target.Add(filter);
        return target.clauses;
    }

    /// <summary>The publishers that a caller may see: a condition that no facet leaves out.</summary>
    internal static KeywordClause? Visible(IReadOnlyList<Guid>? publishers, LexiconSet lexicons) =>
        publishers is null ? null : new KeywordClause(Field.Publisher, Numbers(Field.Publisher, publishers.Select(FieldValues.Of), lexicons));

    private void Add(MissionFilter filter)
    {
        Add(Field.Type, filter.Types, FieldValues.Of);
        Add(Field.Domain, filter.Domains);
        Add(Field.Activity, filter.Activities);
        Add(Field.Audience, filter.Audiences);
        Add(Field.Tag, filter.Tags);
        Add(Field.Publisher, filter.Publishers, FieldValues.Of);
        Add(Field.Organization, filter.Organizations, FieldValues.Of);
        Add(Field.Rna, filter.OrganizationRna, FieldValues.OfRna);
        Add(Field.Network, filter.Networks);
        Add(Field.Remote, filter.Remote, FieldValues.Of);
        Add(Field.OpenToMinors, filter.OpenToMinors);
        Add(Field.ReducedMobility, filter.ReducedMobilityAccessible);
        Add(Field.CloseToTransport, filter.CloseToTransport);
        Add(Field.Snu, filter.Snu);
        if (filter.HasPlaces is { } hasPlaces) clauses.Add(hasPlaces ? new AtLeastClause<int>(s => s.Places, 1) : new NothingClause());
        Add(filter.Start, (from, to) => new DateClause(s => s.Started, from, to));
        Add(filter.End, (from, to) => new EndClause(from, to));
        Add(filter.Posted, (from, to) => new DateClause(s => s.Posted, from, to));
        if (filter.UpdatedSince is { } since) Add(new DateRange(since, null), (from, to) => new DateClause(s => s.Updated, from, to));
        if (filter.Compensation is { } compensation) Add(compensation);
        if (filter.Place is { } place) Add(place);
    }

    private void Add(PlaceFilter place)
    {
        Add(Field.Department, place.Departments);
        Add(Field.Region, place.Regions);
        Add(Field.PostalCode, place.PostalCodes);
        Add(Field.City, place.Cities, FieldValues.OfCity);
        Add(Field.Commune, place.Communes);
        if (place.Bounds is { } bounds) clauses.Add(new BoundsClause(bounds));
        if (place.Near is { } near) clauses.Add(Circle(near));
    }

    private CircleClause Circle(NearFilter near)
    {
        var circle = new GeoCircle(new GeoPoint(near.Lat, near.Lon), near.RadiusKm);
        var modes = new[] { RemoteMode.Full, RemoteMode.Possible }.Select(FieldValues.Of);
        return new CircleClause(circle, near.IncludeRemote ? new KeywordClause(Field.Remote, Numbers(Field.Remote, modes, lexicons)) : null);
    }

    private void Add(CompensationFilter compensation)
    {
        Add(Field.Paid, compensation.Paid);
        if (compensation.MinAmount is { } least) clauses.Add(new AtLeastClause<double>(s => s.Amounts, (double)least));
        if (compensation.Unit is { } unit) Add(Field.CompensationUnit, [FieldValues.Of(unit)]);
    }

    private void Add(DateRange? range, Func<long, long, Clause> clause)
    {
        if (range is null or { From: null, To: null }) return;
        // The largest value stands for "no date" and is in no range.
        clauses.Add(clause(range.From?.UtcTicks ?? long.MinValue, range.To?.UtcTicks ?? long.MaxValue));
    }

    private void Add(Field field, bool? value)
    {
        if (value is { } known) Add(field, [FieldValues.Of(known)]);
    }

    private void Add<T>(Field field, IReadOnlyList<T> values, Func<T, string> write)
    {
        if (values.Count > 0) Add(field, [.. values.Select(write)]);
    }

    private void Add(Field field, IReadOnlyList<string> values)
    {
        if (values.Count > 0) clauses.Add(new KeywordClause(field, Numbers(field, values, lexicons)));
    }

    private static int[] Numbers(Field field, IEnumerable<string> values, LexiconSet lexicons)
    {
        var numbers = new List<int>();
        foreach (var value in values)
        {
            if (lexicons[field].TryGet(value, out var number) && !numbers.Contains(number)) numbers.Add(number);
        }

        return [.. numbers];
    }
}
