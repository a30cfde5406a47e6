namespace Engagement.Missions.Tests;

public sealed class OrganizationNameTests
{
    [Theory]
    [InlineData("Les Jardins de l'Erdre", "ASSOCIATION « JARDIN DE L’ERDRE » (loi 1901)")]
    [InlineData("Restos du Cœur", "Les restos du coeur de Loire-Atlantique")]
    [InlineData("Croix-Rouge française", "Croix rouge, unité locale de Nantes")]
    [InlineData("Ville de Saint-Nazaire", "MAIRIE DE SAINT NAZAIRE")]
    [InlineData("L'Association", "association l'")]
    [InlineData("Foyer 2", "foyer 2")]
    [InlineData("ÉCOUTE", "Écoute et partage")]
    public void Spellings_of_one_name_have_a_word_in_common(string one, string other) => Assert.True(Share(one, other), $"{Words(one)} | {Words(other)}");

    [Theory]
    [InlineData("Association des Jardins", "Association des Gains")]
    [InlineData("Les Jardins de l'Erdre", "Les Gains de la Loire")]
    [InlineData("Club 2024", "Loto 2024")]
    [InlineData("Fédération nationale des jardins SAS", "Fédération nationale des gains SAS")]
    [InlineData("Banque alimentaire Lyon", "Casino Lyon")]
    [InlineData("Ville de Saint-Nazaire", "Ville de Saint-Herblain")]
    [InlineData("Ville de Nantes", "Gains Nantes")]
    [InlineData("MJC Lyon", "Maison des jeunes et de la culture de Lyon")]
    // Letters that only look alike.
    [InlineData("Jardins", "J\u0430rdins")]
    [InlineData("Jardins", "Jar\u200Bdins")]
    [InlineData("***", "!!!")]
    public void Common_words_places_and_numbers_do_not_count(string one, string other) => Assert.False(Share(one, other), $"{Words(one)} | {Words(other)}");

    [Fact]
    public void The_place_of_a_structure_is_no_word_of_its_name()
    {
        Assert.True(OrganizationName.Share(OrganizationName.Words("Amis de Pornic"), OrganizationName.Words("Gains Pornic")));
        Assert.False(OrganizationName.Share(OrganizationName.Words("Amis de Pornic", "PORNIC CEDEX"), OrganizationName.Words("Gains Pornic")));
        Assert.True(OrganizationName.Share(OrganizationName.Words("Pornic", "Pornic"), OrganizationName.Words("Mairie de Pornic", "Pornic")));
    }

    private static string Words(string name) => OrganizationName.Words(name);

    private static bool Share(string one, string other) => OrganizationName.Share(Words(one), Words(other));
}
