namespace Engagement.Search.Keys;

/// <summary>Who asks: a partner behind its key, or nobody in particular. Every reader of missions gets one; there is no default.</summary>
/// <param name="PartnerId">The partner, or null for an anonymous caller.</param>
/// <param name="Scopes">What the key may do: <c>read</c>, <c>publish</c>, <c>apply</c>, <c>admin</c>.</param>
/// <param name="Origins">Of a browser key, which anybody can read in a page: the sites that may use it, for registered documents only. Null: not a browser key.</param>
/// <param name="KeyId">The key, or null for an anonymous caller.</param>
internal sealed record Caller(Guid? PartnerId, IReadOnlyList<string> Scopes, IReadOnlyList<string>? Origins = null, Guid? KeyId = null)
{
    /// <summary>No key was sent: sees what every partner agreed to show publicly.</summary>
    internal static Caller Anonymous { get; } = new(null, []);

    /// <summary>
    /// The key whose budget the caller uses. Null: the budget of its network, as of anonymous callers and of browser keys, which one
    /// visitor of a site
    /// must not use up for all others.
    /// </summary>
    internal Guid? PayingKey => Origins is null ? KeyId : null;

    /// <summary>Whether the mission or publisher is the caller's own.</summary>
    internal bool Is(Guid publisherId) => PartnerId == publisherId;
}

/// <summary>The caller that <see cref="KeyAuthentication"/> left on the request.</summary>
internal static class CallerOfRequest
{
    /// <summary>The caller; throws on a path that did not ask for authentication, so that none is open by accident.</summary>
    internal static Caller Caller(this HttpContext context) =>
        context.Features.Get<Caller>()
        ?? throw new InvalidOperationException($"{context.Request.Path} has no caller: map it with RequireKeyOrAnonymous().");
}
