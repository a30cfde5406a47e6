namespace Engagement.Importer.Sessions;

/// <summary>The partner whose key opened the page.</summary>
/// <param name="Id">The partner.</param>
/// <param name="Name">As people know it.</param>
/// <param name="Scopes">What the key may do: <c>read</c>, <c>publish</c>, <c>apply</c>, <c>admin</c>.</param>
/// <param name="KeyId">The key.</param>
internal sealed record Partner(Guid Id, string Name, IReadOnlyList<string> Scopes, Guid KeyId)
{
    /// <summary>Reports show what the partner published: who may publish may read them too.</summary>
    internal bool MayRead => Scopes.Contains("read") || MayPublish;

    internal bool MayPublish => Scopes.Contains("publish");
}

/// <summary>The partner that <see cref="PartnerPages"/> left on the request.</summary>
internal static class PartnerOfRequest
{
    /// <summary>The partner; throws on a path that is not among the partners' pages, so that none is open by accident.</summary>
    internal static Partner Partner(this HttpContext context) =>
        context.Features.Get<Partner>()
        ?? throw new InvalidOperationException($"{context.Request.Path} has no partner: map it with MapPartnerPages().");
}
