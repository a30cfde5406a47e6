using Engagement.Catalog;
using Engagement.Hosting;
using Engagement.Importer;
using Engagement.Messaging;
using Engagement.Search;

var builder = WebApplication.CreateBuilder(args);
builder.AddCatalog();
builder.AddImporter();
builder.AddSearch();
builder.AddBus();

var app = builder.Build();
app.MapServiceDefaults();
app.MapCatalog();
app.MapImporter();
app.MapSearch();
await app.RunAsync();
