using Engagement.Catalog;
using Engagement.Hosting;

var builder = WebApplication.CreateBuilder(args);
builder.AddCatalog();

var app = builder.Build();
app.MapServiceDefaults();
app.MapCatalog();
await app.RunAsync();
