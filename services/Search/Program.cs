using Engagement.Hosting;
using Engagement.Messaging;
using Engagement.Search;
using Engagement.Search.FrontDoor;

var builder = WebApplication.CreateBuilder(args);
builder.AddSearch();
builder.AddFrontDoor();
builder.AddBus();

var app = builder.Build();
app.MapServiceDefaults();
app.MapSearch();
app.MapFrontDoor();
await app.RunAsync();
