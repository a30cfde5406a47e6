using Engagement.Catalog;
using Engagement.Hosting;
using Engagement.Messaging;

var builder = WebApplication.CreateBuilder(args);
builder.AddCatalog();
builder.AddBus();

var app = builder.Build();
app.MapServiceDefaults();
app.MapCatalog();
await app.RunAsync();
