using System.Globalization;
using System.Reflection;
using System.Text.Json;
using Engagement.Missions;

namespace Engagement.Search.Submissions;

/// <summary>The fields of an input as those of the format: they have the same names, and the format reads their values as it does those of feeds.</summary>
internal static class SubmittedFields
{
    private static readonly (string Name, PropertyInfo Property)[] Fields =
    [
        .. from property in typeof(SubmitMissionInput).GetProperties()
           where property.Name != nameof(SubmitMissionInput.Addresses)
           select (JsonNamingPolicy.CamelCase.ConvertName(property.Name), property),
    ];

    internal static SubmittedMission Of(SubmitMissionInput input) => new()
    {
        Fields = Fields.Select(f => (f.Name, Values: Values(f.Property.GetValue(input)))).Where(f => f.Values.Count > 0).ToDictionary(f => f.Name, f => f.Values),
        Addresses = [.. (input.Addresses ?? []).Select(Of)],
    };

    private static SubmittedAddress Of(SubmitAddressInput input) => new()
    {
        Street = input.Street,
        PostalCode = input.PostalCode,
        City = input.City,
        DepartmentCode = input.DepartmentCode,
        DepartmentName = input.DepartmentName,
        Region = input.Region,
        Country = input.Country,
        Lat = input.Location?.Lat,
        Lon = input.Location?.Lon,
    };

    private static IReadOnlyList<string> Values(object? value) => value switch
    {
        null => [],
        IReadOnlyList<string> list => list,
        string text => [text],
        bool yes => [yes ? "yes" : "no"],
        // Their names in JSON are the words of the format.
        Enum word => [JsonSerializer.SerializeToElement(word, word.GetType()).GetString()!],
        IFormattable number => [number.ToString(null, CultureInfo.InvariantCulture)],
        _ => throw new InvalidOperationException($"A {value.GetType()} is no value of the format."),
    };
}
