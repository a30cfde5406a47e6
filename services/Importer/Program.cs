using Engagement.Hosting;
using Engagement.Importer;
using Engagement.Messaging;

var builder = WebApplication.CreateBuilder(args);
builder.AddImporter();
builder.AddBus();

var app = builder.Build();
app.MapServiceDefaults();
app.MapImporter();
await app.RunAsync();
