Console.Error.WriteLine("usage: ./dev bench [import|search|graphql]");
return 2;
