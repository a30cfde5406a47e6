using Engagement.Hosting;
using Engagement.Messaging;
using Engagement.Search;

var builder = WebApplication.CreateBuilder(args);
builder.AddSearch();
builder.AddBus();

var app = builder.Build();
app.MapServiceDefaults();
app.MapSearch();
await app.RunAsync();
