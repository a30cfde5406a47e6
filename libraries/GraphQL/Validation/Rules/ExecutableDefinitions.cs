using Engagement.GraphQL.Language;

namespace Engagement.GraphQL.Validation.Rules;

/// <summary>A document to execute holds operations and fragments only.</summary>
internal sealed class ExecutableDefinitions : ValidationRule
{
    internal override void EnterDocument(DocumentNode document)
    {
        foreach (var definition in document.Definitions.OfType<TypeSystemNode>())
        {
            var name = definition switch
            {
                SchemaNode => "schema",
                TypeDefinitionNode type => $"\"{type.Name}\"",
                DirectiveDefinitionNode directive => $"\"{directive.Name}\"",
                _ => "type system",
            };
            Context.Report($"The {name} definition is not executable.", definition.Location);
        }
    }
}
