using Engagement.Search;
using Engagement.Hosting;

var builder = WebApplication.CreateBuilder(args);
builder.AddSearch();

var app = builder.Build();
app.MapServiceDefaults();
app.MapSearch();
await app.RunAsync();
