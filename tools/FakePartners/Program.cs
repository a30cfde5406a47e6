using Engagement.FakePartners;

if (args is ["generate", ..])
{
    return await GenerateCommand.Run(args[1..], TimeProvider.System, Console.Out);
}

await using var app = FakePartnersServer.Create(args);
await app.RunAsync();
return 0;
