using System.Text;
using Engagement.GraphQL;
using Engagement.GraphQL.Execution;
using Engagement.GraphQL.Language;
using Engagement.GraphQL.Types;
using Engagement.GraphQL.Validation;

namespace Engagement.Fuzz;

/// <summary>
/// GraphQL documents against the product's schema: a document is refused by an error, or it is valid and printing it gives an equal document.
/// </summary>
internal static class GraphQLTarget
{
    private static readonly GraphQLOptions Options = new();
    private static readonly Lazy<Schema> Product = new(BuildSchema);

    internal static void Run(byte[] bytes)
    {
        DocumentNode document;
        try
        {
            document = Parser.Parse(Encoding.UTF8.GetString(bytes), Options.MaxTokens);
        }
        catch (Exception e) when (e is GraphQLSyntaxException or TooManyTokensException)
        {
            return;
        }

        var errors = DocumentValidator.Validate(Product.Value, document, Options.MaxValidationErrors);
        if (errors.Count > 0)
        {
            return;
        }

        _ = DocumentLimits.Check(document, Options);
        _ = new PreparedDocument(Product.Value, document);
        var printed = Printer.Print(document);
        var again = Printer.Print(Parser.Parse(printed));
        if (again != printed)
        {
            throw new BrokenPromiseException($"Printed once: {printed}\nPrinted twice: {again}");
        }
    }

    private static Schema BuildSchema()
    {
        using var sdl = typeof(GraphQLTarget).Assembly.GetManifestResourceStream("schema.graphql")!;
        using var reader = new StreamReader(sdl);
        return new SdlSchemaBuilder((_, _) => { }, _ => null).Build(reader.ReadToEnd());
    }
}
