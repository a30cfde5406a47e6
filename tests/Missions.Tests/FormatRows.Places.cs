using static Engagement.Missions.Tests.Case;

namespace Engagement.Missions.Tests;

internal static partial class FormatRows
{
    private const string Lyon = "<address><street>1 rue Basse</street><postalCode>69001</postalCode><city>Lyon</city></address>";

    internal static readonly FormatRow[] Places =
    [
        new("addresses", Good, Lyon + "<address><postalCode>20200</postalCode></address>", "addresses[0].departmentCode=69", "addresses[1].departmentCode=2B", "addresses[0].precision=NONE"),
        new("addresses", Good, "<address><city>Lyon</city><location><lat>45.75</lat><lon>4.85</lon></location></address>", "addresses[0].lat=45.75", "addresses[0].lon=4.85", "addresses[0].precision=GIVEN"),
        new("addresses", Edge, "</addresses><city>Brest</city><addresses>", "addresses[0].city=Brest"),
        new("addresses", Edge, Lyon + "</addresses><city>Brest</city><addresses>", "addresses[0].city=Lyon", "addresses[1]=null"),
        new("addresses", Edge, Lyon + Lyon, "addresses[0].city=Lyon", "addresses[1]=null"),
        new("addresses", Edge, "<address><country>France</country></address>", "addresses=[]"),
        new("addresses", Edge, "<address><country>BE</country><region>Wallonie</region><postalCode>B-1000</postalCode></address>", "addresses[0].country=BE", "addresses[0].postalCode=B-1000", "addresses[0].region=Wallonie"),
        new("addresses", Edge, "<address><city>Lyon</city><location><lat>4.85</lat><lon>45.75</lon></location></address>", "addresses[0].lat=45.75", "~COORDINATES_SWAPPED"),
        new("addresses", Bad, "<address><city>Lyon</city><country>Narnia</country></address>", "!COUNTRY_UNKNOWN"),
        new("addresses", Bad, "<address><city>Lyon</city><location><lat>nord</lat><lon>4.8</lon></location></address>", "addresses[0].lat=null", "addresses[0].precision=NONE", "~COORDINATES_INVALID"),
        new("addresses", Bad, "<address><city>Lyon</city><location><lat>0</lat><lon>0</lon></location></address>", "addresses[0].lat=null", "~COORDINATES_INVALID"),
        new("addresses", Edge, "<address><city>Bruges</city><country>BE</country><countryCode/><city/></address>", "addresses[0].country=BE", "addresses[0].city=Bruges"),
        new("addresses", Bad, "<address><city>Lyon</city><city>Brest</city></address>", "addresses[0].city=Lyon", "~FIELD_REPEATED"),
        new("address", Good, "3 rue Haute", "addresses[0].street=3 rue Haute"),
        new("address", Edge, "<street>3 rue Haute</street><city>Lyon</city>", "addresses[0].street=3 rue Haute", "addresses[0].city=Lyon"),
        new("address", Bad, "<![CDATA[ ]]>", "addresses=[]"),
        new("adresse", Good, "3 rue Haute", "addresses[0].street=3 rue Haute"),
        new("adresse", Edge, "<![CDATA[3 rue\nHaute]]>", "addresses[0].street=3 rue Haute"),
        new("adresse", Bad, "", "addresses=[]"),
        new("city", Good, "Nantes", "addresses[0].city=Nantes"),
        new("city", Edge, "<![CDATA[L&rsquo;Haÿ-les-Roses ]]>", "addresses[0].city=L’Haÿ-les-Roses"),
        new("city", Bad, " ", "addresses=[]"),
        new("postalCode", Good, "75011", "addresses[0].postalCode=75011", "addresses[0].departmentCode=75"),
        new("postalCode", Edge, "1000", "addresses[0].postalCode=01000", "addresses[0].departmentCode=01", "~POSTAL_CODE_PADDED"),
        new("postalCode", Edge, "20199", "addresses[0].departmentCode=2A"),
        new("postalCode", Edge, "97400", "addresses[0].departmentCode=974"),
        new("postalCode", Edge, "98800", "addresses[0].departmentCode=988"),
        new("postalCode", Edge, "1000</postalCode><country>BE</country><postalCode>", "addresses[0].postalCode=1000", "addresses[0].departmentCode=null"),
        new("postalCode", Edge, "97400</postalCode><country>RE</country><postalCode>", "addresses[0].departmentCode=974"),
        new("postalCode", Edge, "75 011 Cedex 11", "addresses[0].postalCode=75011"),
        new("postalCode", Bad, "ABC", "addresses=[]", "~POSTAL_CODE_INVALID"),
        new("departmentCode", Good, "35", "addresses[0].departmentCode=35"),
        new("departmentCode", Edge, "2a", "addresses[0].departmentCode=2A"),
        new("departmentCode", Edge, "1", "addresses[0].departmentCode=01"),
        new("departmentCode", Bad, "99", "addresses=[]", "~DEPARTMENT_UNKNOWN"),
        new("departmentName", Good, "Ille-et-Vilaine", "addresses[0].departmentCode=35"),
        new("departmentName", Edge, "COTES D'ARMOR", "addresses[0].departmentCode=22"),
        new("departmentName", Edge, "<![CDATA[C&ocirc;tes-d&#039;Armor]]>", "addresses[0].departmentCode=22"),
        new("departmentName", Edge, "Ain</departmentName><postalCode>71000</postalCode><departmentName>", "addresses[0].departmentCode=01"),
        new("departmentName", Bad, "Comté de Nice", "addresses=[]", "~DEPARTMENT_UNKNOWN"),
        new("departmentName", Bad, "Comté de Nice</departmentName><postalCode>06000</postalCode><departmentName>", "addresses[0].departmentCode=06", "~DEPARTMENT_UNKNOWN"),
        new("region", Good, "Bretagne</region><postalCode>35000</postalCode><region>", "addresses[0].departmentCode=35"),
        new("region", Edge, "Flandre</region><country>BE</country><region>", "addresses[0].region=Flandre"),
        new("region", Bad, "Bretagne", "addresses=[]", "~REGION_ALONE"),
        new("country", Good, "CH", "addresses[0].country=CH"),
        new("country", Edge, "france métropolitaine</country><city>Brest</city><country>", "addresses[0].country=FR"),
        new("country", Bad, "Syldavie", "!COUNTRY_UNKNOWN"),
        new("countryCode", Good, "de", "addresses[0].country=DE"),
        new("countryCode", Edge, "", "addresses=[]"),
        new("countryCode", Bad, "XX", "!COUNTRY_UNKNOWN"),
        new("location", Good, "<lat>48.11</lat><lon>-1.68</lon>", "addresses[0].lat=48.11", "addresses[0].lon=-1.68"),
        new("location", Edge, "<lat>48,11</lat><lon>-1,68</lon>", "addresses[0].lat=48.11"),
        new("location", Bad, "<lat>48.11</lat>", "addresses=[]", "~COORDINATES_INVALID"),
        new("lonlat", Good, "2.35,48.85", "addresses[0].lat=48.85", "addresses[0].lon=2.35"),
        new("lonlat", Edge, "48.85,2.35", "addresses[0].lat=48.85", "~COORDINATES_SWAPPED"),
        new("lonlat", Bad, "ici", "addresses=[]", "~COORDINATES_INVALID"),
        new("lonLat", Good, "55.45,-20.88", "addresses[0].lat=-20.88", "addresses[0].lon=55.45"),
        new("lonLat", Edge, "-20.88,55.45", "addresses[0].lat=-20.88", "~COORDINATES_SWAPPED"),
        new("lonLat", Edge, "4.35,50.85</lonLat><country>BE</country><lonLat>", "addresses[0].lat=50.85"),
        new("lonLat", Bad, "200,300</lonLat><country>BE</country><lonLat>", "addresses[0].lat=null", "~COORDINATES_INVALID"),
    ];

    private static readonly string[] FlatOnly = ["addresses", "address", "adresse"];

    /// <summary>The elements of an address in the list: those of a flat address, read alike, and its own.</summary>
    internal static IEnumerable<FormatRow> InAddress => Places.Where(r => !FlatOnly.Contains(r.Element)).Select(r => r with { Element = $"addresses/address/{r.Element}" }).Concat(
    [
        new("addresses/address/street", Good, "3 rue Haute", "addresses[0].street=3 rue Haute"),
        new("addresses/address/street", Edge, "<![CDATA[3 rue de l&#039;&Eacute;glise\n]]>", "addresses[0].street=3 rue de l'Église"),
        new("addresses/address/street", Bad, " ", "addresses=[]"),
        new("addresses/address/location/lat", Good, "48.11</lat><lon>-1.68</lon><lat>", "addresses[0].lat=48.11"),
        new("addresses/address/location/lat", Edge, " +48,11 </lat><lon>-1.68</lon><lat>", "addresses[0].lat=48.11"),
        new("addresses/address/location/lat", Bad, "91</lat><lon>200</lon><lat>", "addresses=[]", "~COORDINATES_INVALID"),
        new("addresses/address/location/lon", Good, "-61.53</lon><lat>16.24</lat><lon>", "addresses[0].lon=-61.53"),
        new("addresses/address/location/lon", Edge, "", "addresses=[]"),
        new("addresses/address/location/lon", Bad, "ouest</lon><lat>48</lat><lon>", "addresses=[]", "~COORDINATES_INVALID"),
    ]);
}
