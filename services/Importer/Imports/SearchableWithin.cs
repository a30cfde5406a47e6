using Engagement.Hosting;
using Microsoft.Extensions.Options;

namespace Engagement.Importer.Imports;

/// <summary>Waits until the missions of an import are found, as long as the settings give Search.</summary>
internal sealed class SearchableWithin(SearchPosition search, IOptions<ImportOptions> options)
{
    /// <summary>False when Search has not indexed the number of the change log within the time.</summary>
    internal Task<bool> WaitFor(long number, CancellationToken ct) =>
        search.WaitFor(number, TimeSpan.FromSeconds(options.Value.SearchableWithinSeconds), ct);
}
