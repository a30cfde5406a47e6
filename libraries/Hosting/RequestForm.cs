using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Engagement.Hosting;

/// <summary>Reads forms: within limits, and with one kind of exception for whatever is wrong with one.</summary>
public static class RequestForm
{
    /// <summary>Fields of a form of ours: the largest has four.</summary>
    private const int MostFields = 20;

    private const int LongestName = 200;

    /// <summary>Reads the form of a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="longestValue">Longest text of a field, in bytes.</param>
    /// <param name="longestFile">Longest file, in bytes; 0 where none is expected.</param>
    /// <param name="ct">Ends the reading.</param>
    /// <exception cref="BadHttpRequestException">
    /// 400: it is no form, or is broken, or holds U+0000. 408: it came too slowly. 413: it is beyond a limit. 415: it is of another content
    /// type.
    /// </exception>
    public static async Task<IFormCollection> Read(HttpRequest request, int longestValue, long longestFile, CancellationToken ct)
    {
        if (!request.HasFormContentType)
        {
            throw new BadHttpRequestException("A form is expected.", StatusCodes.Status415UnsupportedMediaType);
        }

        var limits = new FormOptions
        {
            KeyLengthLimit = LongestName,
            ValueCountLimit = MostFields,
            ValueLengthLimit = longestValue,
            MultipartBodyLengthLimit = Math.Max(longestFile, longestValue),
            MultipartHeadersCountLimit = 8,
            MultipartHeadersLengthLimit = 4096,
        };
        try
        {
            var form = await request.ReadFormAsync(limits, ct);
            return form.Any(field => HoldsNul(field.Key) || field.Value.Any(HoldsNul))
                ? throw new BadHttpRequestException("A field of the form holds U+0000.")
                : form;
        }
        catch (InvalidDataException e)
        {
            // The message is all that tells one limit from another, and from a broken form.
            var isTooLarge = e.Message.Contains("length limit", StringComparison.OrdinalIgnoreCase);
            var status = isTooLarge ? StatusCodes.Status413PayloadTooLarge : StatusCodes.Status400BadRequest;
            throw new BadHttpRequestException("The form cannot be read.", status, e);
        }
        catch (Exception e) when (e is (IOException and not BadHttpRequestException) or ArgumentException or NotSupportedException)
        {
            throw new BadHttpRequestException("The form cannot be read.", e);
        }
    }

    private static bool HoldsNul(string? text) => text?.Contains('\0', StringComparison.Ordinal) == true;
}
