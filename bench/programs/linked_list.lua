local n = tonumber(arg[1])

local List = {}
List.__index = List

function List.new() return setmetatable({head = nil}, List) end

function List:push(value) self.head = {value = value, next = self.head} end

function List:reverse()
  local previous, node = nil, self.head
  while node do
    node.next, previous, node = previous, node, node.next
  end
  self.head = previous
end

function List:remove_multiples_of(divisor)
  local removed, previous, node = 0, nil, self.head
  while node do
    if node.value % divisor == 0 then
      if previous then previous.next = node.next else self.head = node.next end
      removed = removed + 1
    else
      previous = node
    end
    node = node.next
  end
  return removed
end

function List:checksum()
  local sum, node = 0, self.head
  while node do
    sum = (sum * 7 + node.value) % 1000003
    node = node.next
  end
  return sum
end

local check, removed = 0, 0
for i = 0, n - 1 do
  local list = List.new()
  for j = 0, 1999 do
    list:push(j * 13 % 1009 + i)
  end
  list:reverse()
  removed = removed + list:remove_multiples_of(3 + i % 4)
  check = (check + list:checksum()) % 1000003
end
print('linked_list ' .. check .. ' ' .. removed)
