using Engagement.Benchmarks;

return args switch
{
    _ when args.Contains("--help") || args.Contains("-h") => Usage(Console.Out, 0),
    ["import", .. var rest] => await ImportBench.Run(rest),
    ["search", .. var rest] => await SearchBench.Run(rest),
    ["fairness", .. var rest] => await FairnessBench.Run(rest),
    ["index", .. var rest] => IndexBench.Run(rest),
    ["churn", .. var rest] => await ChurnBench.Run(rest),
    ["host", .. var rest] => await StageHost.Run(rest),
    ["graphql", .. var rest] => await Engagement.Benchmarks.GraphQL.GraphQLBench.Run(rest),
    ["graphql-host", var port] => await Engagement.Benchmarks.GraphQL.GraphQLBench.Host(port),
    ["bare", var port] => await BareEndpoint.Run(port),
    _ => Usage(Console.Error, 2),
};

static int Usage(TextWriter to, int exitCode)
{
    to.WriteLine("""
        usage: ./dev bench NAME [options]
          import [--count 50000]                    first, unchanged and 5 %-changed import, to searchable, against plain XmlReader tokenising
          search [--count 100000] [--seconds 20]    200 different list+facets queries over HTTP, against a bare endpoint answering as many bytes
          fairness [NAME] [--count 25000] [--seconds 6]   others' lists beside the dearest requests of each public path
          index [MISSIONS] [WORDS]                  the mission index alone, in process: load, memory, queries by kind, updates
          churn [--count 300] [--imports 100] [--seconds 20]  memory and facets after many imports with fresh words, against those after the second
          graphql [--in-process]                    our executor against a hand-written writer, and over HTTP against mercurius with jit
        Each prints a table and writes the same figures as JSON beside it (artifacts/bench-NAME.json).
        """);
    return exitCode;
}
