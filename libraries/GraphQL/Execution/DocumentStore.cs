using Engagement.GraphQL.Language;
using Engagement.GraphQL.Types;
using Engagement.GraphQL.Validation;

namespace Engagement.GraphQL.Execution;

/// <summary>Finds the document of a request, and prepares each text once.</summary>
internal sealed class DocumentStore(Schema schema, GraphQLOptions options, PersistedDocuments persisted)
{
    private readonly DocumentCache _prepared = new(options.DocumentCacheSize);
    private readonly DocumentCache _byHash = new(options.DocumentCacheSize);

    internal PreparedDocument Get(GraphQLRequest request, GraphQLRequestBuilder caller, out bool isRegistered)
    {
        isRegistered = false;
        var registeredOnly = caller.RegisteredDocumentsOnly ?? options.RegisteredDocumentsOnly;
        var text = request.Query;
        if (request.DocumentId is { } id)
        {
            if (persisted.Find(id) is { } registered)
            {
                isRegistered = true;
                return Prepare(registered, caller, isTrusted: true);
            }
            if (registeredOnly)
            {
                return Fault("Only registered documents are executed for this caller.", ErrorCodes.DocumentNotRegistered);
            }
            if (text is null)
            {
                // graphql clients recognise this message and send the text with the hash.
                return _byHash.TryGet(id, out var known) ? known : Fault("PersistedQueryNotFound", ErrorCodes.PersistedQueryNotFound);
            }
            if (!PersistedDocuments.IsIdOf(id, text))
            {
                return Fault("The document has another SHA-256 than the request says.", ErrorCodes.PersistedQueryMismatch);
            }
            var prepared = Prepare(text, caller, isTrusted: false);
            if (prepared.Errors.Count == 0)
            {
                _byHash.Add(id, prepared, text.Length);
            }
            return prepared;
        }
        if (registeredOnly)
        {
            isRegistered = persisted.IsRegistered(text!);
            if (!isRegistered)
            {
                return Fault("Only registered documents are executed for this caller.", ErrorCodes.DocumentNotRegistered);
            }
        }
        return Prepare(text!, caller, isTrusted: isRegistered);
    }

    private PreparedDocument Prepare(string text, GraphQLRequestBuilder caller, bool isTrusted)
    {
        if (_prepared.TryGet(text, out var known))
        {
            return known;
        }
        var prepared = Read(text, caller.Suggestions ?? options.Suggestions, isTrusted);
        // Faulty documents are not kept: they would let anyone push the good ones out.
        if (prepared.Errors.Count == 0)
        {
            _prepared.Add(text, prepared, text.Length);
        }
        return prepared;
    }

    private PreparedDocument Read(string text, bool suggestions, bool isTrusted)
    {
        if (text.Length > options.MaxCharacters && !isTrusted)
        {
            return Fault($"The document is longer than {options.MaxCharacters} characters.", ErrorCodes.DocumentTooLarge);
        }
        DocumentNode document;
        try
        {
            document = Parser.Parse(text, isTrusted ? int.MaxValue : options.MaxTokens);
        }
        catch (GraphQLSyntaxException e)
        {
            var error = new GraphQLError($"Syntax Error: {e.Message}", ErrorCodes.ParseFailed) { Locations = [e.Location] };
            return new PreparedDocument([error]) { ReadingCost = RequestCost.OfReading(text) };
        }
        catch (TooManyTokensException e)
        {
            return Fault(e.Message, ErrorCodes.TooManyTokens);
        }
        var cost = RequestCost.OfReading(text);
        var errors = DocumentValidator.Validate(schema, document, options.MaxValidationErrors, suggestions);
        if (errors.Count > 0)
        {
            return new PreparedDocument(errors) { ReadingCost = cost };
        }
        var broken = isTrusted ? null : DocumentLimits.Check(document, options);
        if (broken is null && !options.Introspection && UsesIntrospection(document))
        {
            broken = new GraphQLError("Introspection is switched off here.", ErrorCodes.IntrospectionDisabled);
        }
        return broken is null
            ? new PreparedDocument(schema, document) { ReadingCost = cost }
            : new PreparedDocument([broken]) { ReadingCost = cost };
    }

    private static bool UsesIntrospection(DocumentNode document) =>
        document.Definitions.OfType<ExecutableDefinitionNode>().Any(d => d.SelectionSet.Selections.OfType<FieldNode>().Any(f => f.Name.Value is "__schema" or "__type"));

    private static PreparedDocument Fault(string message, string code) => new([new GraphQLError(message, code)]);
}
