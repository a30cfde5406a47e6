using Engagement.Geodata;

return await GeodataCommand.Run(args, Console.Out, CancellationToken.None);
