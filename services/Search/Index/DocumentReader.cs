using Engagement.Missions;
using Engagement.Missions.Places;
using Engagement.Search.Analysis;

namespace Engagement.Search.Index;

/// <summary>Turns documents into the numbers that columns hold. For one writer at a time.</summary>
internal sealed class DocumentReader
{
    private readonly LexiconSet lexicons;
    private readonly FacetWords words;
    private readonly TermReader reader;
    private readonly TermWeights weights;
    private readonly List<int> terms = [];

    internal DocumentReader(LexiconSet lexicons, FacetWords words)
        : this(lexicons, words, new TermReader(lexicons.Terms), new TermWeights())
    {
    }

    private DocumentReader(LexiconSet lexicons, FacetWords words, TermReader reader, TermWeights weights) =>
        (this.lexicons, this.words, this.reader, this.weights) = (lexicons, words, reader, weights);

    /// <summary>A reader into other lexicons. It remembers the spellings when the terms are still the same.</summary>
    internal DocumentReader With(LexiconSet others) => ReferenceEquals(others.Terms, lexicons.Terms)
        ? new DocumentReader(others, words, reader, weights)
        : new DocumentReader(others, words);

    internal void ReadText(MissionDocument document, TextRows rows)
    {
        ReadField(TextField.Title, document.Content.Title);
        if (document.Organization is { } organization) ReadField(TextField.Organization, organization.Name);
        ReadTags(document.Content.Tags);
        ReadField(TextField.Description, document.Content.Description);
        weights.Flush(rows);
    }

    internal void ReadKeywords(MissionDocument document, Rows[] rows)
    {
        var content = document.Content;
        Add(rows, Field.Type, FieldValues.Of(content.Type));
        Add(rows, Field.Domain, content.Domain);
        Add(rows, Field.Activity, content.Activities);
        AddWords(document.Id, Field.Audience, rows[(int)Field.Audience]);
        AddWords(document.Id, Field.Tag, rows[(int)Field.Tag]);
        AddWords(document.Id, Field.Network, rows[(int)Field.Network]);
        Add(rows, Field.Publisher, FieldValues.Of(document.PublisherId));
        Add(rows, Field.Remote, FieldValues.Of(content.Remote));
        Add(rows, Field.OpenToMinors, content.OpenToMinors);
        Add(rows, Field.ReducedMobility, content.ReducedMobilityAccessible);
        Add(rows, Field.CloseToTransport, content.CloseToTransport);
        Add(rows, Field.Snu, content.Snu);
        AddOrganization(document.Organization, rows);
        AddCompensation(content.Compensation, rows);
        foreach (var address in content.Addresses) AddAddress(address, rows);
    }

    /// <summary>Adds those of a mission's words that are facet values now.</summary>
    internal void AddWords(Guid mission, Field field, Rows rows)
    {
        foreach (var word in words.Of(mission, field))
        {
            if (word.IsFacet) rows.Append(lexicons[field].Add(word.Text));
        }
    }

    private void AddOrganization(OrganizationWords? organization, Rows[] rows)
    {
        if (organization is null) return;
        Add(rows, Field.Organization, FieldValues.Of(organization.Id));
        Add(rows, Field.Rna, organization.Rna is { } rna ? FieldValues.OfRna(rna) : null);
    }

    private void AddCompensation(Compensation? compensation, Rows[] rows)
    {
        Add(rows, Field.Paid, compensation is { Amount: > 0 } or { AmountMax: > 0 });
        if (compensation?.Unit is { } unit) Add(rows, Field.CompensationUnit, FieldValues.Of(unit));
    }

    private void AddAddress(MissionAddress address, Rows[] rows)
    {
        Add(rows, Field.Department, address.DepartmentCode);
        Add(rows, Field.Region, address.DepartmentCode is { } code ? Taxonomy.Department(code)?.Region.Code : null);
        Add(rows, Field.PostalCode, address.PostalCode);
        Add(rows, Field.City, address.City is { } city ? FieldValues.OfCity(city) : null);
        Add(rows, Field.Commune, address.CommuneCode);
        // Who asks for Paris means its arrondissements too.
        Add(rows, Field.Commune, address.CommuneCode is { } commune ? Communes.TownOf(commune) : null);
    }

    private void ReadField(in TextField field, string text)
    {
        terms.Clear();
        reader.Read(text, terms);
        weights.Add(field, terms, lexicons.Terms.Count);
    }

    private void ReadTags(IReadOnlyList<string> tags)
    {
        terms.Clear();
        foreach (var tag in tags) reader.Read(tag, terms);
        weights.Add(TextField.Tags, terms, lexicons.Terms.Count);
    }

    private void Add(Rows[] rows, Field field, string? value)
    {
        if (!string.IsNullOrEmpty(value)) rows[(int)field].Add(lexicons[field].Add(value));
    }

    private void Add(Rows[] rows, Field field, bool? value)
    {
        if (value is { } known) Add(rows, field, FieldValues.Of(known));
    }

    private void Add(Rows[] rows, Field field, IReadOnlyList<string> values)
    {
        foreach (var value in values) Add(rows, field, value);
    }
}
