using System.IO.Compression;
using System.Text;

namespace Engagement.Missions.Tests;

public sealed class FeedDocumentTests
{
    private static readonly string Mission = MissionXml.Mission();

    [Theory]
    [InlineData("<source><publisher>Moi</publisher>{0}</source>")]
    [InlineData("<missions>{0}</missions>")]
    [InlineData("{0}")]
    [InlineData("<source><missions>{0}</missions></source>")]
    [InlineData("<source xmlns='urn:x' a='b'><!-- ici --><?pi?>{0}</source>")]
    [InlineData("<?xml version='1.0' encoding='utf-8' standalone='yes'?>\n\n<source>\n{0}\n</source>\n\n<!-- fin -->\n")]
    public async Task Every_root_of_the_format_is_read(string document)
    {
        var reader = new FeedReader();
        var item = Assert.Single(await MissionXml.Read(Encoding.UTF8.GetBytes(string.Format(document, Mission)), reader: reader));
        Assert.Equal("m-1", item.Mission!.ClientId);
        Assert.True(reader.Facts.Complete);
        Assert.Equal(1, reader.Facts.Missions);
    }

    [Fact]
    public async Task Facts_tell_publisher_site_date_and_size()
    {
        var reader = new FeedReader();
        var xml = $"<source><publisher><![CDATA[ Agir ]]></publisher><publisherurl>https://agir.example</publisherurl><lastBuildDate>hier</lastBuildDate><couleur/>{Mission}{Mission}</source>";
        await MissionXml.Read(Encoding.UTF8.GetBytes(xml), reader: reader);
        Assert.Equal(("Agir", "https://agir.example", "hier", 2), (reader.Facts.PublisherName, reader.Facts.PublisherUrl, reader.Facts.LastBuildDate, reader.Facts.Missions));
        Assert.Equal(Encoding.UTF8.GetByteCount(xml), reader.Facts.Bytes);
        Assert.Equal(("UNKNOWN_ELEMENT", "couleur"), Assert.Single(reader.Facts.Warnings.Select(w => (w.Code, w.Field))));
    }

    [Fact]
    public async Task The_last_unknown_name_that_is_told_says_that_others_are_not()
    {
        var missions = Enumerable.Range(1, 1_100).Select(n => Mission.Replace("</mission>", $"<inconnu{n}/></mission>", StringComparison.Ordinal));
        var items = await MissionXml.Read(Encoding.UTF8.GetBytes($"<source>{string.Concat(missions)}</source>"), reader: new FeedReader());

        var told = items.SelectMany(item => item.Warnings.Where(w => w.Code == "UNKNOWN_ELEMENT")).ToList();

        Assert.Equal(1_000, told.Count);
        Assert.Equal("inconnu1000", Assert.Single(told, w => w.Message.Contains("les suivants", StringComparison.Ordinal)).Field);
    }

    [Theory]
    [InlineData("", "EMPTY")]
    [InlineData("  \n ", "EMPTY")]
    [InlineData("<source></source>", "EMPTY")]
    [InlineData("<source/>", "EMPTY")]
    [InlineData("<?xml version=\"1.0\"?>", "EMPTY")]
    [InlineData("bonjour", "NOT_XML")]
    [InlineData("{\"missions\": []}", "NOT_XML")]
    [InlineData("<source><mission></source>", "NOT_XML")]
    [InlineData("<source><mission>&eacute;</mission></source>", "NOT_XML")]
    [InlineData("<source><mission>\u0001</mission></source>", "NOT_XML")]
    [InlineData("<source><mission/></source><source/>", "NOT_XML")]
    [InlineData("<source><mission/></source>reste", "NOT_XML")]
    [InlineData("<source><mission><title>Aid", "TRUNCATED")]
    [InlineData("<source><mission><title><![CDATA[Aid", "TRUNCATED")]
    [InlineData("<source><mission/>", "TRUNCATED")]
    [InlineData("<source", "TRUNCATED")]
    [InlineData("<!DOCTYPE source><source><mission/></source>", "DTD_FORBIDDEN")]
    [InlineData("<!DOCTYPE html><html></html>", "DTD_FORBIDDEN")]
    [InlineData("<html><body/></html>", "NOT_A_FEED")]
    [InlineData("<rss><channel/></rss>", "NOT_A_FEED")]
    public async Task Document_that_cannot_be_read_ends_with_its_code(string xml, string code)
    {
        var reader = new FeedReader();
        var fault = await Assert.ThrowsAsync<FeedException>(() => MissionXml.Read(Encoding.UTF8.GetBytes(xml), reader: reader));
        Assert.Equal(code, fault.Code);
        Assert.NotEmpty(fault.Message);
    }

    [Fact]
    public async Task What_was_well_formed_before_the_break_is_yielded_and_the_line_told()
    {
        var reader = new FeedReader();
        var xml = MissionXml.Feed([.. Enumerable.Repeat(Mission + "\n", 100)])[..^20];
        var items = new List<FeedItem>();
        var fault = await Assert.ThrowsAsync<FeedException>(async () =>
        {
            await foreach (var item in reader.Read(new MemoryStream(Encoding.UTF8.GetBytes(xml)), new FeedSettings()))
            {
                items.Add(item);
            }
        });
        Assert.Equal((FeedException.Truncated, 99, 100), (fault.Code, items.Count, fault.Line));
        Assert.False(reader.Facts.Complete);
        Assert.Equal(Enumerable.Range(1, 99), items.Select(i => i.Line));
        Assert.Equal(Enumerable.Range(1, 99), items.Select(i => i.Position));
    }

    [Fact]
    public async Task Entities_of_a_bomb_are_never_expanded()
    {
        const string Bomb = "<!DOCTYPE source [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;'><!ENTITY f SYSTEM 'file:///etc/passwd'>]><source><mission><title>&b;&f;</title></mission></source>";
        Assert.Equal(FeedException.DtdForbidden, (await Assert.ThrowsAsync<FeedException>(() => MissionXml.Read(Bomb))).Code);
    }

    [Fact]
    public async Task Nesting_beyond_the_limit_is_refused_even_in_what_is_ignored()
    {
        var deep = string.Concat(Enumerable.Repeat("<a>", 100)) + string.Concat(Enumerable.Repeat("</a>", 100));
        foreach (var element in new[] { "inconnu", "description", "tags", "addresses", "title" })
        {
            var fault = await Assert.ThrowsAsync<FeedException>(() => MissionXml.Read(MissionXml.Feed(MissionXml.Mission((element, deep)))));
            Assert.Equal(FeedException.TooDeep, fault.Code);
        }
    }

    [Theory]
    [InlineData("<source><mission><title>{0}</title></mission></source>")]
    [InlineData("<source><mission><title a='{0}'/></mission></source>")]
    [InlineData("<source><!-- {0} --><mission/></source>")]
    [InlineData("<source><{0}/></source>")]
    [InlineData("<source><mission><inconnu>{0}</inconnu></mission></source>")]
    public async Task One_piece_beyond_the_limit_is_refused_wherever_it_hides(string document)
    {
        var xml = Encoding.UTF8.GetBytes(string.Format(document, new string('x', 3 << 20)));
        var fault = await Assert.ThrowsAsync<FeedException>(() => MissionXml.Read(xml, limits: new FeedLimits { MaxMissionBytes = 1 << 20 }));
        Assert.Equal(FeedException.TooLarge, fault.Code);
    }

    [Theory]
    [InlineData("<source><mission><title a='{0}'/></mission></source>")]
    [InlineData("<source><mission>texte<a b='{0}'/></mission></source>")]
    [InlineData("<source><!-- {0} --><mission/></source>")]
    [InlineData("<source><mission><inconnu>texte<!-- {0} --></inconnu></mission></source>")]
    public async Task A_tag_or_comment_of_more_than_4_megabytes_is_refused(string document)
    {
        var xml = Encoding.UTF8.GetBytes(string.Format(document, new string('x', 5 << 20)));
        var fault = await Assert.ThrowsAsync<FeedException>(() => MissionXml.Read(xml));
        Assert.Equal(FeedException.TooLarge, fault.Code);
        Assert.Contains("balise", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<title>{0}</title>")]
    [InlineData("<inconnu>{0}</inconnu>")]
    [InlineData("<description>{0}</description>")]
    [InlineData("{0}<inconnu a='1'/>")]
    [InlineData("<inconnu><a/>{0}<b/></inconnu>")]
    public async Task A_text_of_several_megabytes_harms_no_other_mission(string element)
    {
        var xml = MissionXml.Feed($"<mission>{string.Format(element, new string('x', 6 << 20))}</mission>", Mission);
        Assert.Equal(2, (await MissionXml.Read(Encoding.UTF8.GetBytes(xml))).Count);
    }

    [Fact]
    public async Task A_picture_in_the_text_of_a_description_harms_no_other_mission()
    {
        var picture = $"<![CDATA[<p>Bonjour</p><img src=\"data:image/png;base64,{new string('A', 3 << 20)}\">]]>";
        var xml = MissionXml.Feed($"<mission><description>{picture}</description></mission>", Mission);
        Assert.Equal(2, (await MissionXml.Read(Encoding.UTF8.GetBytes(xml))).Count);
    }

    [Fact]
    public async Task Many_missions_may_exceed_together_what_one_may_not()
    {
        var xml = MissionXml.Feed([.. Enumerable.Repeat(Mission, 8000)]);
        Assert.True(xml.Length > 2 << 20);
        Assert.Equal(8000, (await MissionXml.Read(Encoding.UTF8.GetBytes(xml), limits: new FeedLimits { MaxMissionBytes = 1 << 20 })).Count);
    }

    [Fact]
    public async Task Gzip_is_recognised_and_its_inflated_size_bounded()
    {
        var xml = MissionXml.Gzip(Encoding.UTF8.GetBytes(MissionXml.Feed(Mission)));
        Assert.Single(await MissionXml.Read(xml));

        var bomb = MissionXml.Gzip(Encoding.UTF8.GetBytes("<source>" + new string(' ', 50 << 20)));
        var fault = await Assert.ThrowsAsync<FeedException>(() => MissionXml.Read(bomb, limits: new FeedLimits { MaxInflatedBytes = 10 << 20, MaxMissionBytes = int.MaxValue }));
        Assert.Equal(FeedException.TooLarge, fault.Code);
    }

    [Fact]
    public async Task Gzip_that_grows_as_no_feed_does_is_refused_long_before_its_bound()
    {
        var bomb = MissionXml.Gzip(Encoding.UTF8.GetBytes("<source>" + string.Concat(Enumerable.Repeat("<a/>", 8 << 20)) + "</source>"), CompressionLevel.SmallestSize);
        var fault = await Assert.ThrowsAsync<FeedException>(() => MissionXml.Read(bomb));
        Assert.Equal(FeedException.TooLarge, fault.Code);
        Assert.Contains("200 fois", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Gzip_that_is_cut_or_damaged_is_told()
    {
        var xml = MissionXml.Gzip(Encoding.UTF8.GetBytes(MissionXml.Feed([.. Enumerable.Range(0, 500).Select(i => MissionXml.Mission(("clientId", $"{i * 7919}")))])));
        var cut = await Assert.ThrowsAsync<FeedException>(() => MissionXml.Read(xml[..(xml.Length / 2)]));
        Assert.Contains(cut.Code, new[] { FeedException.Truncated, FeedException.BadGzip });

        xml.AsSpan(20, 40).Fill(0xEE);
        var damaged = await Assert.ThrowsAsync<FeedException>(() => MissionXml.Read(xml));
        Assert.Contains(damaged.Code, new[] { FeedException.BadGzip, FeedException.NotXml, FeedException.Truncated, FeedException.BadEncoding });
    }

    [Fact]
    public async Task White_space_between_the_pieces_of_a_value_is_kept()
    {
        var item = await MissionXml.ReadOne(("title", "<![CDATA[Aide]]> <![CDATA[aux]]>\n<!-- puis -->devoirs"), ("tags", "<value>un <![CDATA[et]]> deux</value>"));
        Assert.Equal("Aide aux devoirs", item.Mission!.Title);
        Assert.Equal(["un et deux"], item.Mission.Tags);
    }

    [Theory]
    [InlineData("location", "48.11,-1.68")]
    [InlineData("addresses", "1 rue Basse, Lyon")]
    public async Task Text_in_place_of_elements_is_told(string element, string text)
    {
        var item = await MissionXml.ReadOne((element, text));
        Assert.Empty(item.Mission!.Addresses);
        Assert.Equal((FeedCodes.UnknownElement, element), Assert.Single(item.Warnings.Select(w => (w.Code, w.Field))));
    }

    [Fact]
    public async Task Text_where_none_is_read_is_told_once()
    {
        var mission = Mission.Replace("</mission>", "reste</mission>", StringComparison.Ordinal);
        var reader = new FeedReader();
        var items = await MissionXml.Read(Encoding.UTF8.GetBytes($"<source>ici{mission}là{mission}</source>"), reader: reader);
        Assert.Equal(["mission"], items.SelectMany(i => i.Warnings).Where(w => w.Code == FeedCodes.UnknownElement).Select(w => w.Field));
        Assert.Equal(["source"], reader.Facts.Warnings.Select(w => w.Field));
    }

    [Fact]
    public async Task Stream_that_breaks_gives_its_own_fault_after_what_came_before()
    {
        var bytes = Encoding.UTF8.GetBytes(MissionXml.Feed([.. Enumerable.Repeat(Mission, 50)]));
        var read = 0;
        await Assert.ThrowsAsync<IOException>(async () =>
        {
            await foreach (var item in new FeedReader().Read(new BreakingStream(bytes[..^30]), new FeedSettings()))
            {
                read++;
            }
        });
        Assert.Equal(49, read);
    }

    [Fact]
    public async Task Reading_ends_when_it_is_cancelled_or_left()
    {
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var item in new FeedReader().Read(new EndlessStream(), new FeedSettings(), stop.Token))
            {
                Assert.NotNull(item);
            }
        });

        await foreach (var item in new FeedReader().Read(new EndlessStream(), new FeedSettings()))
        {
            Assert.Equal(1, item.Position);
            break;
        }
    }

    [Fact]
    public async Task Field_sent_twice_keeps_its_first_value_and_lists_add_up()
    {
        var item = await MissionXml.ReadOne(("schedule", "Lundi</schedule><schedule>Mardi"), ("tags", "a</tags><tags>b"));
        Assert.Equal("Lundi", item.Mission!.Schedule);
        Assert.Equal(["a", "b"], item.Mission.Tags);
        Assert.Equal(FeedCodes.FieldRepeated, Assert.Single(item.Warnings).Code);
    }

    private sealed class BreakingStream(byte[] bytes) : MemoryStream(bytes)
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var read = await base.ReadAsync(buffer, cancellationToken);
            return read > 0 ? read : throw new IOException("Connection reset.");
        }
    }

    private sealed class EndlessStream : MemoryStream
    {
        private static readonly byte[] Begin = "<source>"u8.ToArray();
        private static readonly byte[] More = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(Mission, 100)));
        private bool _begun;

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await Task.Yield();
            cancellationToken.ThrowIfCancellationRequested();
            if (!_begun)
            {
                _begun = true;
                Begin.AsSpan(0, Math.Min(Begin.Length, buffer.Length)).CopyTo(buffer.Span);
                Rest = Begin.AsMemory(Math.Min(Begin.Length, buffer.Length));
                return Math.Min(Begin.Length, buffer.Length);
            }

            if (Rest.IsEmpty)
            {
                Rest = More;
            }

            var length = Math.Min(Rest.Length, buffer.Length);
            Rest[..length].CopyTo(buffer);
            Rest = Rest[length..];
            return length;
        }

        private ReadOnlyMemory<byte> Rest { get; set; }
    }
}
