using Engagement.Importer;
using Engagement.Hosting;

var builder = WebApplication.CreateBuilder(args);
builder.AddImporter();

var app = builder.Build();
app.MapServiceDefaults();
app.MapImporter();
await app.RunAsync();
