using System.Globalization;
using Engagement.GraphQL.Execution;

namespace Engagement.GraphQL.Tests.Execution;

public sealed class NumberFormatTests
{
    [Fact]
    public void A_number_is_written_in_its_shortest_form()
    {
        var random = new Random(7);
        double[] edges =
        [
            0, -0.0, 1, -1, 0.1, 48.8566, -2.3522, 0.001, 0.0001, 0.00099999, 1e-7, 1e-8, 1.5e-9, 123456.7890123, 99999999.9999999, 100000000.5, 1e8, 1e14, 1e15, 1e16, 1e21, 1e22,
            0.1 + 0.2, 1 / 3.0, Math.PI, double.Epsilon, double.MaxValue, double.MinValue, int.MaxValue, long.MaxValue,
        ];
        var values = edges
            .Concat(Enumerable.Range(0, 20_000).Select(_ => Math.Round((random.NextDouble() - 0.5) * 360, random.Next(0, 12))))
            .Concat(Enumerable.Range(0, 20_000).Select(_ => BitConverter.Int64BitsToDouble(random.NextInt64())).Where(double.IsFinite));

        using var buffer = new ResponseBuffer();
        foreach (var value in values)
        {
            buffer.Truncate(0);
            Assert.True(buffer.TryWriteDouble(value));
            Assert.Equal(value.ToString("r", CultureInfo.InvariantCulture), buffer.ToString());
        }
    }

    [Theory]
    [InlineData("2026-11-02T09:30:00+01:00", "2026-11-02T08:30:00Z")]
    [InlineData("0001-01-01T00:00:00+00:00", "0001-01-01T00:00:00Z")]
    [InlineData("2026-12-31T23:59:59.5000000+00:00", "2026-12-31T23:59:59.5Z")]
    [InlineData("2026-12-31T23:59:59.1234567+00:00", "2026-12-31T23:59:59.1234567Z")]
    public void A_moment_is_written_in_UTC_without_trailing_zeros(string moment, string written)
    {
        using var buffer = new ResponseBuffer();

        buffer.WriteDateTime(DateTimeOffset.Parse(moment, CultureInfo.InvariantCulture));

        Assert.Equal($"\"{written}\"", buffer.ToString());
    }
}
