namespace Engagement.Importer.Tests;

internal static class Eventually
{
    /// <summary>Waits until something holds; fails after 20 s.</summary>
    internal static async Task True(Func<Task<bool>> holds)
    {
        for (var attempt = 0; attempt < 400; attempt++)
        {
            if (await holds())
            {
                return;
            }

            await Task.Delay(50);
        }

        Assert.Fail("It did not come true within 20 s.");
    }
}
