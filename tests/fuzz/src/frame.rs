/// The body of the first message of a well-formed output, and what follows it;
/// nothing where the message has not wholly come.
pub fn first_message(output: &[u8]) -> Option<(&[u8], &[u8])> {
    let end = output.windows(4).position(|window| window == b"\r\n\r\n")?;
    let header = std::str::from_utf8(&output[..end]).expect("a header is text");
    let length = header
        .strip_prefix("Content-Length: ")
        .expect("it says the length");
    let length: usize = length.parse().expect("a number");
    output[end + 4..].split_at_checked(length)
}
